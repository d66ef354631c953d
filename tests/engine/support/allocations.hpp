// Counts what this program takes from the heap through operator new, and can refuse it arrays.
#pragma once
#include <cstddef>

namespace squash::test {

// False where a sanitizer keeps operator new for itself: then nothing is counted or refused.
bool allocationsAreOurs();

std::size_t allocations();       // so far, by all threads
std::size_t arrayAllocations();  // of these the engine's arrays: what asks for an alignment

// As long as one lives, arrays find no memory.
class ArraysRefused {
public:
    ArraysRefused();
    ~ArraysRefused();
    ArraysRefused(const ArraysRefused&) = delete;
    ArraysRefused& operator=(const ArraysRefused&) = delete;
};

}  // namespace squash::test
