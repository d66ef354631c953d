#include "data/tar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "squash/core/error.hpp"

namespace squash {

namespace {
// Places of the fields in a header: POSIX.1-1988, "ustar".
constexpr std::size_t kName = 0, kNameLength = 100, kSize = 124, kSizeLength = 12, kChecksum = 148,
                      kChecksumLength = 8, kType = 156, kMagic = 257, kPrefix = 345,
                      kPrefixLength = 155;

std::string textAt(std::span<const std::uint8_t> header, std::size_t offset, std::size_t length) {
    const auto field = header.subspan(offset, length);
    return {field.begin(), std::find(field.begin(), field.end(), std::uint8_t{0})};
}

// The sum of all bytes, the checksum's own field counted as spaces.
std::uint64_t checksumOf(std::span<const std::uint8_t> header) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < header.size(); ++i)
        sum += i >= kChecksum && i < kChecksum + kChecksumLength ? std::uint8_t{' '} : header[i];
    return sum;
}
}  // namespace

TarReader::TarReader(std::string name, Events events)
    : name_(std::move(name)), events_(std::move(events)) {}

bool TarReader::looksLikeTar(std::span<const std::uint8_t> firstBlock) {
    return firstBlock.size() >= kMagic + 5 &&
           std::memcmp(firstBlock.data() + kMagic, "ustar", 5) == 0;
}

void TarReader::fail(const std::string& expected) const {
    throw Error("cannot read the archive",
                fmt::format("{}, byte {} of the unpacked archive", name_, position_), expected);
}

void TarReader::push(std::span<const std::uint8_t> piece) {
    while (!piece.empty() && !ended_) {
        std::size_t used = 0;
        if (contentLeft_ > 0) {
            used = readContent(piece);
        } else if (paddingLeft_ > 0) {
            used = static_cast<std::size_t>(std::min<std::uint64_t>(paddingLeft_, piece.size()));
            paddingLeft_ -= used;
            position_ += used;
        } else {
            used = std::min(kBlock - headerBytes_, piece.size());
            std::copy_n(piece.begin(), used,
                        header_.begin() + static_cast<std::ptrdiff_t>(headerBytes_));
            headerBytes_ += used;
            if (headerBytes_ == kBlock) readHeader();
        }
        piece = piece.subspan(used);
    }
}

std::size_t TarReader::readContent(std::span<const std::uint8_t> piece) {
    const auto used = static_cast<std::size_t>(std::min<std::uint64_t>(contentLeft_, piece.size()));
    if (regular_) events_.bytes(piece.first(used));
    contentLeft_ -= used;
    position_ += used;
    if (contentLeft_ == 0 && regular_) events_.end();
    return used;
}

void TarReader::finish() {
    if (contentLeft_ > 0 || paddingLeft_ > 0 || headerBytes_ > 0 || !anyEntry_)
        fail("more bytes: the archive is cut off here");
}

std::uint64_t TarReader::octal(std::size_t offset, std::size_t length, const char* what) const {
    std::uint64_t value = 0;
    bool digits = false;
    for (std::size_t i = offset; i < offset + length; ++i) {
        const char c = static_cast<char>(header_[i]);
        if (c == ' ' && !digits) continue;
        if (c == ' ' || c == 0) break;
        if (c < '0' || c > '7') fail(fmt::format("an octal number as the entry's {}", what));
        value = value * 8 + static_cast<std::uint64_t>(c - '0');
        digits = true;
    }
    if (!digits) fail(fmt::format("an octal number as the entry's {}", what));
    return value;
}

void TarReader::readHeader() {
    headerBytes_ = 0;
    if (std::all_of(header_.begin(), header_.end(), [](std::uint8_t byte) { return byte == 0; })) {
        ended_ = true;  // two blocks of zeros close an archive; what follows the first is padding
        return;
    }
    if (octal(kChecksum, kChecksumLength, "checksum") != checksumOf(header_))
        fail("a tar header with the right checksum");
    if (!looksLikeTar(header_)) fail("a ustar header");
    const std::uint64_t size = octal(kSize, kSizeLength, "size");
    const char type = static_cast<char>(header_[kType]);
    anyEntry_ = true;
    regular_ = type == '0' || type == 0;
    // Links, folders and devices have no content, whatever their size field says.
    const bool hasContent =
        regular_ || type == '7' || type == 'x' || type == 'g' || type == 'L' || type == 'K';
    position_ += kBlock;
    contentLeft_ = hasContent ? size : 0;
    paddingLeft_ = (kBlock - contentLeft_ % kBlock) % kBlock;
    if (!regular_) return;
    const auto prefix = textAt(header_, kPrefix, kPrefixLength);
    const auto path = textAt(header_, kName, kNameLength);
    events_.begin(prefix.empty() || std::memcmp(header_.data() + kMagic, "ustar\0", 6) != 0
                      ? path
                      : prefix + "/" + path,
                  size);
    if (size == 0) events_.end();
}

}  // namespace squash
