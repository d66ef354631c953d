#include "squash/core/aligned.hpp"

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace squash {
namespace {

#if defined(MADV_HUGEPAGE)
constexpr std::size_t kLargePage = std::size_t{2} << 20;
constexpr std::size_t kLargeArray = kLargePage / 4;  // from here on a whole page is not a waste

bool isLarge(std::size_t bytes) { return bytes >= kLargeArray; }

// Whole pages, so that the advice touches nobody else's memory.
std::size_t wholePages(std::size_t bytes) {
    return (bytes + kLargePage - 1) / kLargePage * kLargePage;
}

void* allocateLarge(std::size_t bytes) {
    const std::size_t size = wholePages(bytes);
    void* memory = ::operator new(size, std::align_val_t{kLargePage});
    madvise(memory, size, MADV_HUGEPAGE);  // only advice: where it is refused nothing is lost
    return memory;
}
#else
constexpr std::size_t kLargePage = kAlignment;
bool isLarge(std::size_t) { return false; }
void* allocateLarge(std::size_t bytes) {
    return ::operator new(bytes, std::align_val_t{kAlignment});
}
#endif

}  // namespace

void* allocateArray(std::size_t bytes) {
    if (isLarge(bytes)) return allocateLarge(bytes);
    return ::operator new(bytes, std::align_val_t{kAlignment});
}

void freeArray(void* memory, std::size_t bytes) {
    ::operator delete(memory, std::align_val_t{isLarge(bytes) ? kLargePage : kAlignment});
}

}  // namespace squash
