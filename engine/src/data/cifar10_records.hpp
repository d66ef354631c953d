// Records of CIFAR-10's binary version as they come: each is checked when its first byte is there.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "squash/data/dataset.hpp"

namespace squash {

inline constexpr std::size_t kCifarRecord = 1 + kImageBytes;
inline constexpr std::size_t kCifarFileImages = 10000;  // no official file has more
inline constexpr std::size_t kCifarFileBytes = kCifarFileImages * kCifarRecord;

class CifarRecords {
public:
    explicit CifarRecords(std::string name = {}) : name_(std::move(name)) {}
    void push(std::span<const std::uint8_t> piece);  // throws Error at the first wrong byte
    void finish() const;                             // throws Error when empty or cut off
    ImageSet& images() { return images_; }

private:
    std::string name_;
    ImageSet images_;
    std::size_t bytes_ = 0;
};

// Appends all of `from`.
void append(const ImageSet& from, ImageSet& into);

}  // namespace squash
