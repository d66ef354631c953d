// Reads a tar archive (POSIX ustar; pax and GNU entries are skipped) in pieces as they come, and
// hands the files on in pieces too. Nothing is kept but one header.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace squash {

class TarReader {
public:
    struct Events {
        std::function<void(const std::string& path, std::uint64_t size)>
            begin;  // of a regular file
        std::function<void(std::span<const std::uint8_t>)> bytes;
        std::function<void()> end;
    };
    TarReader(std::string name, Events events);

    // Throws Error naming the byte of the (unpacked) archive.
    void push(std::span<const std::uint8_t> piece);
    void finish();  // throws Error when the archive is cut off

    static bool looksLikeTar(std::span<const std::uint8_t> firstBlock);

private:
    static constexpr std::size_t kBlock = 512;
    void readHeader();
    std::size_t readContent(std::span<const std::uint8_t> piece);
    std::uint64_t octal(std::size_t offset, std::size_t length, const char* what) const;
    [[noreturn]] void fail(const std::string& expected) const;

    std::string name_;
    Events events_;
    std::array<std::uint8_t, kBlock> header_{};
    std::size_t headerBytes_ = 0;
    std::uint64_t position_ = 0, contentLeft_ = 0, paddingLeft_ = 0;
    bool regular_ = false, ended_ = false, anyEntry_ = false;
};

}  // namespace squash
