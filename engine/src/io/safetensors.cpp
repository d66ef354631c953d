#include "io/safetensors.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "squash/core/error.hpp"

namespace squash {

static_assert(std::endian::native == std::endian::little);

namespace {

using nlohmann::json;
constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kMaxHeader = 100'000'000;  // the format's own limit
constexpr const char* kMetadata = "__metadata__";

[[noreturn]] void fail(const std::string& where, const std::string& expected) {
    throw Error("cannot read the checkpoint", where, expected);
}

std::size_t typeBytes(const std::string& type) {
    static const std::map<std::string, std::size_t> sizes = {
        {"BOOL", 1}, {"U8", 1},  {"I8", 1},  {"F8_E4M3", 1}, {"F8_E5M2", 1},
        {"U16", 2},  {"I16", 2}, {"F16", 2}, {"BF16", 2},    {"U32", 4},
        {"I32", 4},  {"F32", 4}, {"U64", 8}, {"I64", 8},     {"F64", 8}};
    const auto found = sizes.find(type);
    return found == sizes.end() ? 0 : found->second;
}

std::string tensorPlace(const std::string& file, const std::string& tensor) {
    return fmt::format("{}, tensor '{}'", file, tensor.substr(0, 80));
}

// In 64 bits on every machine: a size of 2^32 must not become 0 where std::size_t has 32.
std::uint64_t sizeAt(const json& value, const std::string& where, const char* what) {
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > std::uint64_t{1} << 48)
        fail(where, fmt::format("a whole number as {}", what));
    return value.get<std::uint64_t>();
}

// nlohmann keeps the last of two equal keys; a tensor that is there twice must not pass unseen.
json parseHeader(std::span<const std::uint8_t> text, const std::string& name) {
    std::set<std::string> seen;
    std::string twice;
    const auto watch = [&](int depth, json::parse_event_t event, json& value) {
        if (event == json::parse_event_t::key && depth == 1 &&
            !seen.insert(value.get<std::string>()).second)
            twice = value.get<std::string>();
        return true;
    };
    try {
        auto header = json::parse(text.begin(), text.end(), watch);
        if (!twice.empty()) fail(tensorPlace(name, twice), "each name once");
        if (!header.is_object())
            fail(fmt::format("{}, byte {}", name, kLengthBytes), "a JSON object as header");
        return header;
    } catch (const json::parse_error& fault) {
        fail(fmt::format("{}, byte {}", name, kLengthBytes + (fault.byte > 0 ? fault.byte - 1 : 0)),
             "JSON in the header");
    } catch (const json::exception& fault) {
        fail(name, fmt::format("a header with readable numbers ({})", fault.what()));
    }
}

std::span<const std::uint8_t> headerOf(std::span<const std::uint8_t> bytes,
                                       const std::string& name) {
    if (bytes.size() < kLengthBytes)
        fail(fmt::format("{}, byte {}", name, bytes.size()),
             "eight bytes with the header's length");
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < kLengthBytes; ++i) length |= std::uint64_t{bytes[i]} << (8 * i);
    if (length > kMaxHeader)
        fail(name + ", byte 0",
             fmt::format("a header of at most {} bytes, found {} (is it a safetensors file?)",
                         kMaxHeader, length));
    if (length > bytes.size() - kLengthBytes)
        fail(fmt::format("{}, byte {}", name, bytes.size()),
             fmt::format("a header of {} bytes; the file is cut off", length));
    return bytes.subspan(kLengthBytes, static_cast<std::size_t>(length));
}

TensorFound readTensor(const json& entry, std::span<const std::uint8_t> data,
                       const std::string& where) {
    if (!entry.is_object() || !entry.contains("dtype") || !entry.contains("shape") ||
        !entry.contains("data_offsets"))
        fail(where, "an object with dtype, shape and data_offsets");
    const auto &type = entry["dtype"], &shape = entry["shape"], &offsets = entry["data_offsets"];
    if (!type.is_string() || typeBytes(type.get<std::string>()) == 0)
        fail(where, "a dtype such as F32");
    if (!shape.is_array() || shape.size() > 8) fail(where, "a shape of at most 8 dimensions");
    TensorFound tensor{type.get<std::string>(), {}, {}};
    std::size_t size = typeBytes(tensor.type);
    for (const auto& each : shape) {
        const auto dimension = sizeAt(each, where, "each dimension");
        // Bounded by the file after every factor, so neither it nor the product can overflow.
        if (dimension > data.size() || (dimension > 0 && size > data.size() / dimension))
            fail(where, "a shape that fits in the file");
        tensor.shape.push_back(static_cast<std::size_t>(dimension));
        size *= tensor.shape.back();
    }
    if (!offsets.is_array() || offsets.size() != 2) fail(where, "two data_offsets, begin and end");
    const auto begin = sizeAt(offsets[0], where, "an offset"),
               end = sizeAt(offsets[1], where, "an offset");
    if (begin > end || end > data.size())
        fail(where, fmt::format("offsets within the {} bytes of data, found {} to {}", data.size(),
                                begin, end));
    if (end - begin != size)
        fail(where, fmt::format("{} bytes for its shape, found {}", size, end - begin));
    tensor.bytes = data.subspan(static_cast<std::size_t>(begin), size);
    return tensor;
}

void checkPlaces(const std::map<std::string, TensorFound>& tensors,
                 std::span<const std::uint8_t> data, const std::string& name) {
    std::vector<std::pair<std::string, std::span<const std::uint8_t>>> order;
    for (const auto& [tensor, found] : tensors)
        if (!found.bytes.empty()) order.emplace_back(tensor, found.bytes);
    std::sort(order.begin(), order.end(),
              [](const auto& a, const auto& b) { return a.second.data() < b.second.data(); });
    const std::uint8_t* end = data.data();
    for (const auto& [tensor, bytes] : order) {
        if (bytes.data() != end)
            fail(tensorPlace(name, tensor), bytes.data() < end
                                                ? "offsets that do not overlap another tensor's"
                                                : "no gap before its data");
        end = bytes.data() + bytes.size();
    }
    if (end != data.data() + data.size()) fail(name, "no bytes behind the last tensor");
}

}  // namespace

std::vector<std::uint8_t> writeSafetensors(const std::vector<TensorToWrite>& tensors,
                                           const std::map<std::string, std::string>& metadata) {
    nlohmann::ordered_json header;
    header[kMetadata] = metadata;
    std::size_t at = 0;
    for (const auto& tensor : tensors) {
        header[tensor.name] = {{"dtype", tensor.type},
                               {"shape", tensor.shape},
                               {"data_offsets", {at, at + tensor.bytes.size()}}};
        at += tensor.bytes.size();
    }
    std::string text =
        header.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    text.resize((text.size() + 7) / 8 * 8, ' ');  // so that the data begin aligned
    std::vector<std::uint8_t> bytes;
    bytes.reserve(kLengthBytes + text.size() + at);
    for (std::size_t i = 0; i < kLengthBytes; ++i)
        bytes.push_back(static_cast<std::uint8_t>(std::uint64_t{text.size()} >> (8 * i)));
    bytes.insert(bytes.end(), text.begin(), text.end());
    for (const auto& tensor : tensors)
        bytes.insert(bytes.end(), tensor.bytes.begin(), tensor.bytes.end());
    return bytes;
}

Safetensors readSafetensors(std::span<const std::uint8_t> bytes, const std::string& name) {
    const auto text = headerOf(bytes, name);
    const auto header = parseHeader(text, name);
    const auto data = bytes.subspan(kLengthBytes + text.size());
    Safetensors result;
    for (const auto& [key, value] : header.items()) {
        if (key != kMetadata) {
            result.tensors.emplace(key, readTensor(value, data, tensorPlace(name, key)));
            continue;
        }
        if (!value.is_object()) fail(name + ", __metadata__", "an object of texts");
        for (const auto& [field, entry] : value.items()) {
            if (!entry.is_string())
                fail(fmt::format("{}, __metadata__, {}", name, field.substr(0, 80)), "a text");
            result.metadata.emplace(field, entry.get<std::string>());
        }
    }
    checkPlaces(result.tensors, data, name);
    return result;
}

}  // namespace squash
