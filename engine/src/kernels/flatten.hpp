// Flatten in Keras's order (row, column, channel) and back: a transposition whose elements are the
// 16 images of one value, that is one cache line each.
#pragma once
#include "kernels/vector.hpp"

namespace squash::kernels {
namespace {

template <class Isa>
SQUASH_INLINE void copyLanes(const float* from, float* to) {
    for (std::size_t v = 0; v < kLanes; v += kWidth<Isa>) store<Isa>(to + v, load<Isa>(from + v));
}

// [rows][columns][16] -> [columns][rows][16]. Eight rows at a time keep the reads in order and the
// writes in runs.
template <class Isa>
SQUASH_HOT void transposeRows(std::size_t firstRow, std::size_t endRow, std::size_t rows,
                              std::size_t columns, const float* from, float* to) {
    for (std::size_t column = 0; column < columns; ++column)
        for (std::size_t row = firstRow; row < endRow; ++row)
            copyLanes<Isa>(from + (row * columns + column) * kLanes,
                           to + (column * rows + row) * kLanes);
}

template <class Isa>
void transposeLanes(std::size_t rows, std::size_t columns, const float* from, float* to) {
    constexpr std::size_t step = 8;
    for (std::size_t row = 0; row < rows; row += step)
        transposeRows<Isa>(row, smaller(row + step, rows), rows, columns, from, to);
}

template <class Isa>
void flatten(std::size_t channels, std::size_t positions, const float* x, float* y) {
    transposeLanes<Isa>(channels, positions, x, y);
}

template <class Isa>
void unflatten(std::size_t channels, std::size_t positions, const float* dy, float* dx) {
    transposeLanes<Isa>(positions, channels, dy, dx);
}

}  // namespace
}  // namespace squash::kernels
