// Arrays of numbers aligned for the widest vector there is (64 bytes, also a cache line).
#pragma once
#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

namespace squash {

inline constexpr std::size_t kAlignment = 64;

template <class T>
struct AlignedAllocator {
    using value_type = T;
    AlignedAllocator() = default;
    template <class U>
    AlignedAllocator(const AlignedAllocator<U>&) {}
    T* allocate(std::size_t count) {
        return static_cast<T*>(::operator new(count * sizeof(T), std::align_val_t{kAlignment}));
    }
    void deallocate(T* pointer, std::size_t) {
        ::operator delete(pointer, std::align_val_t{kAlignment});
    }
    template <class U>
    bool operator==(const AlignedAllocator<U>&) const {
        return true;
    }
};

using FloatArray = std::vector<float, AlignedAllocator<float>>;
using ByteArray = std::vector<std::uint8_t, AlignedAllocator<std::uint8_t>>;

}  // namespace squash
