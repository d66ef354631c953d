// Files of checkpoints. A save is a new file that takes the old one's name when it is whole and on
// the disk, so that a kill or a full disk leaves the old one.
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "squash/core/error.hpp"
#include "squash/io/checkpoint.hpp"
#include "squash/io/links.hpp"

namespace squash {

namespace {
constexpr std::uintmax_t kMaxFile = std::uintmax_t{1} << 31;  // far above any network here

bool writeAll(const std::string& path, std::span<const std::uint8_t> bytes) {
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) return false;
    bool good = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
    good = good && std::fflush(file) == 0 && ::fsync(::fileno(file)) == 0;
    const int fault = errno;
    const bool closed = std::fclose(file) == 0;
    if (!good) errno = fault;
    return good && closed;
}
}  // namespace

void saveCheckpoint(const std::string& path, const Experiment& experiment,
                    const TrainerState& state, const std::optional<TrainedOn>& data) {
    const auto bytes = writeCheckpoint(experiment, state, data);
    const std::string target = followLinks(path);
    const std::string partial = target + ".partial";
    if (writeAll(partial, bytes) && std::rename(partial.c_str(), target.c_str()) == 0) return;
    const std::string reason = std::strerror(errno);
    std::remove(partial.c_str());
    throw Error("cannot save the checkpoint", path,
                fmt::format("a place that can be written ({})", reason));
}

Checkpoint loadCheckpoint(const std::string& path, const Experiment& fallback) {
    const auto fail = [&](const std::string& expected) {
        throw Error("cannot read the checkpoint", path, expected);
    };
    std::error_code failure;
    if (!std::filesystem::is_regular_file(path, failure)) fail("a safetensors file; there is none");
    const auto size = std::filesystem::file_size(path, failure);
    if (failure || size > kMaxFile) fail("a readable file below 2 GB");
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                               &std::fclose);
    if (file == nullptr)
        fail(fmt::format("a file that may be opened for reading ({})", std::strerror(errno)));
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
    if (std::fread(bytes.data(), 1, bytes.size(), file.get()) != bytes.size())
        fail("a file that can be read to its end");
    return readCheckpoint(bytes, path, fallback);
}

}  // namespace squash
