// Replaces the global operator new of the test program by one that counts and refuses.
#include "engine/support/allocations.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SQUASH_NEW_IS_TAKEN
#endif
#endif

namespace {

std::atomic<std::size_t> count{0}, arrays{0};
std::atomic<bool> refusing{false};

[[maybe_unused]] void* take(std::size_t size, std::size_t alignment) {
    ++count;
    // aligned_alloc asks for a multiple of the alignment.
    void* memory = std::aligned_alloc(alignment, (size + alignment) / alignment * alignment);
    if (!memory) throw std::bad_alloc();
    return memory;
}

}  // namespace

namespace squash::test {

#ifdef SQUASH_NEW_IS_TAKEN
bool allocationsAreOurs() { return false; }
#else
bool allocationsAreOurs() { return true; }
#endif

std::size_t allocations() { return count; }
std::size_t arrayAllocations() { return arrays; }

ArraysRefused::ArraysRefused() { refusing = true; }
ArraysRefused::~ArraysRefused() { refusing = false; }

}  // namespace squash::test

#ifndef SQUASH_NEW_IS_TAKEN
void* operator new(std::size_t size) { return take(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
    if (refusing) throw std::bad_alloc();
    ++arrays;
    return take(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
#endif
