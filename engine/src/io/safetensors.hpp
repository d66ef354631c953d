// The safetensors container (https://github.com/huggingface/safetensors): eight bytes with the
// header's length, a JSON header with each tensor's type, shape and place, then the tensors' bytes.
// Knows nothing of networks. All numbers are little-endian, as every machine we run on is.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace squash {

struct TensorToWrite {
    std::string name, type;  // "F32", "F64"
    std::vector<std::size_t> shape;
    std::span<const std::uint8_t> bytes;
};
std::vector<std::uint8_t> writeSafetensors(const std::vector<TensorToWrite>& tensors,
                                           const std::map<std::string, std::string>& metadata);

struct TensorFound {
    std::string type;
    std::vector<std::size_t> shape;
    std::span<const std::uint8_t> bytes;  // no alignment: copy, don't cast
};
struct Safetensors {
    std::map<std::string, TensorFound> tensors;
    std::map<std::string, std::string> metadata;
};
// The result points into `bytes`. Throws Error naming byte or tensor.
Safetensors readSafetensors(std::span<const std::uint8_t> bytes, const std::string& name);

}  // namespace squash
