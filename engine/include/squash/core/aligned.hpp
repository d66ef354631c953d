// Arrays of numbers aligned for the widest vector there is (64 bytes, also a cache line).
#pragma once
#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

namespace squash {

inline constexpr std::size_t kAlignment = 64;

// Memory for an array; throws std::bad_alloc. Large arrays lie in large pages where the system has
// them: kernels step through several at distances of some kilobytes, and every small page is another
// address to translate.
void* allocateArray(std::size_t bytes);
void freeArray(void* memory, std::size_t bytes);  // bytes as allocated

template <class T>
struct AlignedAllocator {
    using value_type = T;
    AlignedAllocator() = default;
    template <class U>
    AlignedAllocator(const AlignedAllocator<U>&) {}
    T* allocate(std::size_t count) { return static_cast<T*>(allocateArray(count * sizeof(T))); }
    void deallocate(T* pointer, std::size_t count) { freeArray(pointer, count * sizeof(T)); }
    template <class U>
    bool operator==(const AlignedAllocator<U>&) const {
        return true;
    }
};

using FloatArray = std::vector<float, AlignedAllocator<float>>;
using ByteArray = std::vector<std::uint8_t, AlignedAllocator<std::uint8_t>>;

}  // namespace squash
