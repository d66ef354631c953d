#include "files.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>

#include "squash/data/cifar10.hpp"

namespace squash::app {
namespace {

constexpr std::size_t kPiece = 1 << 20;
constexpr std::chrono::milliseconds kSlice{20};

}  // namespace

void FileQueue::openNext() {
    const std::string path = waiting_.front();
    waiting_.pop_front();
    std::error_code error;
    const auto bytes = std::filesystem::file_size(path, error);
    name_ = std::filesystem::path(path).filename().string();
    part_ = isCifar10File(name_);
    file_ = std::ifstream(path, std::ios::binary);
    if (error || !file_) return abandon("one that exists and may be read");
    open_ = app_.beginFile(name_, static_cast<std::size_t>(bytes));
    if (!open_) giveUpTogether();
}

void FileQueue::abandon(const std::string& expected) {
    app_.abandonFile("cannot read the file (" + name_ + "): expected " + expected);
    open_ = false;
    giveUpTogether();
}

bool FileQueue::moreTogether() const {
    return part_ && !waiting_.empty() && isCifar10File(waiting_.front());
}

// A file that is broken or cannot be read costs those that were to be one set with it.
void FileQueue::giveUpTogether() {
    while (moreTogether()) waiting_.pop_front();
}

void FileQueue::readPiece() {
    std::vector<std::uint8_t> piece(kPiece);
    file_.read(reinterpret_cast<char*>(piece.data()), static_cast<std::streamsize>(piece.size()));
    piece.resize(static_cast<std::size_t>(file_.gcount()));
    if (!piece.empty()) {
        open_ = app_.pushFile(piece);
        if (!open_) giveUpTogether();
        return;
    }
    if (file_.bad()) return abandon("one that can be read to its end");
    app_.finishFile(moreTogether());
    open_ = false;
}

void FileQueue::work() {
    const auto end = std::chrono::steady_clock::now() + kSlice;
    while (busy() && std::chrono::steady_clock::now() < end) {
        if (open_) {
            readPiece();
        } else {
            openNext();
        }
    }
}

}  // namespace squash::app
