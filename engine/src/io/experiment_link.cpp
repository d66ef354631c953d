#include "squash/io/experiment_link.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <cstdint>
#include <vector>

#include "squash/core/error.hpp"

namespace squash {
namespace {

constexpr std::string_view kMark = "e=";
constexpr std::string_view kLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t kMostBytes = 65536;
constexpr int kBestPacking = 9;

[[noreturn]] void fail(std::size_t place, const std::string& expected) {
    throw Error("cannot read the link", fmt::format("character {}", place + 1), expected);
}

std::string lettersOf(const std::vector<std::uint8_t>& bytes) {
    std::string text;
    std::uint32_t bits = 0;
    int count = 0;
    for (const std::uint8_t byte : bytes) {
        bits = bits << 8 | byte;
        for (count += 8; count >= 6; count -= 6) text += kLetters[bits >> (count - 6) & 63];
    }
    if (count > 0) text += kLetters[bits << (6 - count) & 63];
    return text;
}

// offset: of the letters in the whole link, for errors.
std::vector<std::uint8_t> bytesOf(std::string_view letters, std::size_t offset) {
    std::vector<std::uint8_t> bytes;
    std::uint32_t bits = 0;
    int count = 0;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        const std::size_t value = kLetters.find(letters[i]);
        if (value == std::string_view::npos)
            fail(offset + i, "only letters, digits, - and _ behind #e=");
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes.push_back(static_cast<std::uint8_t>(bits >> count));
    }
    return bytes;
}

// Where the packed part begins.
std::size_t beginOf(std::string_view link) {
    if (const auto mark = link.find("#e="); mark != std::string_view::npos)
        return mark + 1 + kMark.size();
    return link.starts_with(kMark) ? kMark.size() : std::string_view::npos;
}

}  // namespace

std::string linkOf(std::string_view json) {
    uLongf size = compressBound(static_cast<uLong>(json.size()));
    std::vector<std::uint8_t> packed(size);
    const auto* from = reinterpret_cast<const Bytef*>(json.data());
    if (compress2(packed.data(), &size, from, static_cast<uLong>(json.size()), kBestPacking) !=
        Z_OK)
        throw Error("cannot make the link", "memory", "enough of it for zlib");
    packed.resize(size);
    return std::string(kMark) + lettersOf(packed);
}

// JSON may have anything in a text of it, also what a link has.
bool isLink(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    const bool json = first != std::string_view::npos && text[first] == '{';
    return !json && beginOf(text) != std::string_view::npos;
}

std::string jsonOfLink(std::string_view link) {
    const std::size_t begin = beginOf(link);
    if (begin == std::string_view::npos) fail(0, "a link with #e= in it");
    std::string_view letters = link.substr(begin);
    while (!letters.empty() && (letters.back() == '\n' || letters.back() == ' '))
        letters.remove_suffix(1);
    const std::vector<std::uint8_t> packed = bytesOf(letters, begin);
    std::string json(kMostBytes, '\0');
    uLongf size = kMostBytes;
    const int result = uncompress(reinterpret_cast<Bytef*>(json.data()), &size, packed.data(),
                                  static_cast<uLong>(packed.size()));
    if (result == Z_BUF_ERROR)
        fail(link.size() - 1, "the whole of the link: it is cut, or packs more than 64 kB");
    if (result != Z_OK)
        fail(link.size() - 1, "the link as it was copied: it is cut or a letter is another one");
    json.resize(size);
    return json;
}

}  // namespace squash
