// Files for the readers' tests, made in memory: records, tar archives, gzip streams. And ways to
// damage them.
#pragma once
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "squash/core/error.hpp"
#include "squash/data/dataset.hpp"

namespace squash::test {

using Bytes = std::vector<std::uint8_t>;

// What the error says, "" when there is none. Anything but an Error ends the test.
template <class Action>
std::string errorOf(const Action& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

inline bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

inline Bytes readBytes(const std::string& name) {
    std::ifstream file(std::string(SQUASH_TEST_DATA) + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// Records with labels 0, 1, ..., 9, 0, ... and pixels of noise.
inline Bytes makeRecords(std::size_t count, std::uint32_t seed) {
    std::mt19937 generator(seed);
    Bytes bytes;
    for (std::size_t i = 0; i < count; ++i) {
        bytes.push_back(static_cast<std::uint8_t>(i % kClasses));
        for (std::size_t at = 0; at < kImageBytes; ++at)
            bytes.push_back(static_cast<std::uint8_t>(generator() >> 24));
    }
    return bytes;
}

inline void writeOctal(Bytes& block, std::size_t offset, int digits, std::uint64_t value) {
    char text[24];
    std::snprintf(text, sizeof text, "%0*llo", digits, static_cast<unsigned long long>(value));
    for (int i = 0; i < digits; ++i)
        block[offset + static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(text[i]);
}

inline Bytes tarHeader(const std::string& path, std::uint64_t size, char type = '0') {
    Bytes block(512, 0);
    for (std::size_t i = 0; i < path.size() && i < 100; ++i)
        block[i] = static_cast<std::uint8_t>(path[i]);
    writeOctal(block, 124, 11, size);
    block[156] = static_cast<std::uint8_t>(type);
    const std::string magic("ustar\00000", 8);
    for (std::size_t i = 0; i < 8; ++i) block[257 + i] = static_cast<std::uint8_t>(magic[i]);
    std::uint64_t sum = 8 * 32;
    for (const auto byte : block) sum += byte;
    writeOctal(block, 148, 6, sum);
    block[155] = ' ';
    return block;
}

using TarFiles = std::vector<std::pair<std::string, Bytes>>;

inline Bytes makeTar(const TarFiles& files) {
    Bytes tar;
    for (const auto& [path, content] : files) {
        const auto header = tarHeader(path, content.size(), path.ends_with("/") ? '5' : '0');
        tar.insert(tar.end(), header.begin(), header.end());
        tar.insert(tar.end(), content.begin(), content.end());
        tar.resize((tar.size() + 511) / 512 * 512);
    }
    tar.resize(tar.size() + 1024);
    return tar;
}

// The official archive's order of files, with a few images each.
inline TarFiles cifarFiles(std::size_t imagesEach) {
    TarFiles files = {{"cifar-10-batches-bin/", {}}};
    for (const int n : {1, 3, 4, 0, 5, 2}) {
        const auto name =
            n == 0 ? std::string("test_batch.bin") : "data_batch_" + std::to_string(n) + ".bin";
        files.emplace_back("cifar-10-batches-bin/" + name,
                           makeRecords(imagesEach, static_cast<std::uint32_t>(n)));
    }
    files.emplace_back("cifar-10-batches-bin/readme.html", Bytes(100, 'x'));
    return files;
}

inline std::uint32_t crc32Of(std::span<const std::uint8_t> bytes) {
    std::uint32_t crc = ~0u;
    for (const auto byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320u : 0u);
    }
    return ~crc;
}

// gzip with stored blocks: the packed sample covers deflate's codes.
inline Bytes makeGzip(std::span<const std::uint8_t> content) {
    Bytes gzip = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255};
    const auto put = [&](std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) gzip.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    };
    for (std::size_t at = 0; at == 0 || at < content.size(); at += 65535) {
        const auto block = content.subspan(at, std::min<std::size_t>(65535, content.size() - at));
        put(at + block.size() == content.size() ? 1 : 0, 1);
        put(block.size(), 2);
        put(~block.size(), 2);
        gzip.insert(gzip.end(), block.begin(), block.end());
    }
    put(crc32Of(content), 4);
    put(content.size(), 4);
    return gzip;
}

// A few changed bytes, or a cut, or bytes put in: as files get damaged.
inline Bytes damaged(Bytes bytes, std::mt19937& generator) {
    const auto below = [&](std::size_t bound) { return bound == 0 ? 0 : generator() % bound; };
    const auto kind = below(4);
    if (kind == 0) bytes.resize(below(bytes.size() + 1));
    if (kind == 1)
        bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(below(bytes.size() + 1)),
                     below(600) + 1, static_cast<std::uint8_t>(below(256)));
    const bool early = below(2) == 0;  // headers are where most can go wrong
    for (std::size_t i = 0; i <= below(8) && !bytes.empty(); ++i)
        bytes[below(early ? std::min<std::size_t>(bytes.size(), 600) : bytes.size())] =
            static_cast<std::uint8_t>(below(256));
    return bytes;
}

}  // namespace squash::test
