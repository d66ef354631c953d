#include "squash/data/cifar10.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <vector>

#include "data/cifar10_records.hpp"
#include "squash/core/error.hpp"

namespace squash {

namespace {

const std::array<const char*, 6> kFiles = {"data_batch_1.bin", "data_batch_2.bin",
                                           "data_batch_3.bin", "data_batch_4.bin",
                                           "data_batch_5.bin", "test_batch.bin"};

[[noreturn]] void fail(const std::string& where, const std::string& expected) {
    throw Error("cannot read the CIFAR-10 images", where, expected);
}

void checkSize(std::uintmax_t bytes, const std::string& name) {
    if (bytes == 0)
        fail(name, fmt::format("at least one record of {} bytes, the file is empty", kCifarRecord));
    if (bytes > kCifarFileBytes)
        fail(fmt::format("{}, byte {}", name, kCifarFileBytes),
             fmt::format("at most {} images ({} bytes), the file has {} bytes", kCifarFileImages,
                         kCifarFileBytes, bytes));
    if (const auto rest = bytes % kCifarRecord; rest != 0)
        fail(fmt::format("{}, byte {}", name, bytes),
             fmt::format("a size that is a multiple of {} bytes; {} more complete the last record",
                         kCifarRecord, kCifarRecord - rest));
}

// The folder's file, its size checked before anything is read.
void appendFile(const std::filesystem::path& path, ImageSet& into) {
    const std::string name = path.string();
    std::error_code failure;
    if (!std::filesystem::is_regular_file(path, failure))
        fail(name,
             "this file; a CIFAR-10 folder holds data_batch_1.bin to data_batch_5.bin and "
             "test_batch.bin");
    const auto size = std::filesystem::file_size(path, failure);
    if (failure) fail(name, fmt::format("a readable file ({})", failure.message()));
    checkSize(size, name);
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(name.c_str(), "rb"),
                                                               &std::fclose);
    if (file == nullptr) fail(name, "a file that may be opened for reading");
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
    if (const auto got = std::fread(bytes.data(), 1, bytes.size(), file.get()); got != bytes.size())
        fail(fmt::format("{}, byte {}", name, got),
             fmt::format("{} bytes in all; reading stopped here", size));
    appendCifarRecords(bytes, name, into);
}

}  // namespace

const std::array<std::string, kClasses>& cifar10ClassNames() {
    static const std::array<std::string, kClasses> names = {
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};
    return names;
}

void append(const ImageSet& from, ImageSet& into) {
    into.pixels.insert(into.pixels.end(), from.pixels.begin(), from.pixels.end());
    into.labels.insert(into.labels.end(), from.labels.begin(), from.labels.end());
}

void CifarRecords::push(std::span<const std::uint8_t> piece) {
    while (!piece.empty()) {
        const std::size_t inRecord = bytes_ % kCifarRecord;
        std::size_t used = 1;
        if (inRecord == 0) {
            if (bytes_ == kCifarFileBytes)
                fail(fmt::format("{}, byte {}", name_, bytes_),
                     fmt::format("the end: at most {} images a file", kCifarFileImages));
            if (piece[0] >= kClasses)
                fail(fmt::format("{}, byte {}", name_, bytes_),
                     fmt::format("a label from 0 to 9, found {}", piece[0]));
            images_.labels.push_back(piece[0]);
        } else {
            used = std::min(piece.size(), kCifarRecord - inRecord);
            images_.pixels.insert(images_.pixels.end(), piece.begin(),
                                  piece.begin() + static_cast<std::ptrdiff_t>(used));
        }
        bytes_ += used;
        piece = piece.subspan(used);
    }
}

void CifarRecords::finish() const { checkSize(bytes_, name_); }

void appendCifarRecords(std::span<const std::uint8_t> bytes, const std::string& name,
                        ImageSet& into) {
    checkSize(bytes.size(), name);
    const std::size_t count = bytes.size() / kCifarRecord;
    for (std::size_t i = 0; i < count; ++i)
        if (const auto label = bytes[i * kCifarRecord]; label >= kClasses)
            fail(fmt::format("{}, byte {}", name, i * kCifarRecord),
                 fmt::format("a label from 0 to 9, found {}", label));
    into.pixels.reserve(into.pixels.size() + count * kImageBytes);
    for (std::size_t i = 0; i < count; ++i) {
        const auto record = bytes.subspan(i * kCifarRecord, kCifarRecord);
        into.labels.push_back(record[0]);
        into.pixels.insert(into.pixels.end(), record.begin() + 1, record.end());
    }
}

Dataset readCifar10Folder(const std::string& folder) {
    std::error_code failure;
    if (!std::filesystem::is_directory(folder, failure))
        fail(folder, "a folder with data_batch_1.bin to data_batch_5.bin and test_batch.bin");
    Dataset data{"CIFAR-10", false, cifar10ClassNames(), {}, {}};
    data.train.pixels.reserve(5 * kCifarFileImages *
                              kImageBytes);  // growing by doubling would take up to twice that
    data.train.labels.reserve(5 * kCifarFileImages);
    for (std::size_t i = 0; i < kFiles.size(); ++i)
        appendFile(std::filesystem::path(folder) / kFiles[i], i < 5 ? data.train : data.validation);
    return data;
}

}  // namespace squash
