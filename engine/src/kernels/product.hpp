// Small matrix products C = A B or C += A B, with whole vectors along the columns of B and C and
// broadcasts from A: what minimal filtering does at each of its 64 points. A tile of C is
// Isa::productRows rows by Isa::productVectors vectors, its sums in registers.
#pragma once
#include "kernels/vector.hpp"

namespace squash::kernels {
namespace {

struct Product {
    const float* a;  // element (row, k) at a[row * aRow + k * aStep]
    const float* b;  // element (k, column) at b[k * bRow + column]
    float* c;        // element (row, column) at c[row * cRow + column]
    std::size_t aRow, aStep, bRow, cRow;
    std::size_t rows, columns, depth;  // columns: a multiple of kLanes
};

template <class Isa, std::size_t Rows, std::size_t Vectors, bool Add>
SQUASH_INLINE void productTile(const Product& p, const float* a, const float* b, float* c) {
    Vec<Isa> sums[Rows][Vectors];
    for (std::size_t r = 0; r < Rows; ++r)
        for (std::size_t v = 0; v < Vectors; ++v)
            sums[r][v] = Add ? load<Isa>(c + r * p.cRow + v * kWidth<Isa>) : broadcast<Isa>(0);
    for (std::size_t k = 0; k < p.depth; ++k, a += p.aStep, b += p.bRow) {
        Vec<Isa> values[Vectors];
        for (std::size_t v = 0; v < Vectors; ++v) values[v] = load<Isa>(b + v * kWidth<Isa>);
        for (std::size_t r = 0; r < Rows; ++r) {
            const Vec<Isa> factor = broadcast<Isa>(a[r * p.aRow]);
            for (std::size_t v = 0; v < Vectors; ++v)
                sums[r][v] = Isa::madd(factor, values[v], sums[r][v]);
        }
    }
    for (std::size_t r = 0; r < Rows; ++r)
        for (std::size_t v = 0; v < Vectors; ++v)
            store<Isa>(c + r * p.cRow + v * kWidth<Isa>, sums[r][v]);
}

// All columns of Rows rows.
template <class Isa, std::size_t Rows, bool Add>
SQUASH_HOT void productRows(const Product& p, std::size_t firstRow) {
    constexpr std::size_t step = Isa::productVectors * kWidth<Isa>;
    const float* a = p.a + firstRow * p.aRow;
    float* c = p.c + firstRow * p.cRow;
    std::size_t column = 0;
    for (; column + step <= p.columns; column += step)
        productTile<Isa, Rows, Isa::productVectors, Add>(p, a, p.b + column, c + column);
    if constexpr (kLanes % step != 0)
        for (; column < p.columns; column += kWidth<Isa>)
            productTile<Isa, Rows, 1, Add>(p, a, p.b + column, c + column);
}

template <class Isa, bool Add>
SQUASH_INLINE void product(const Product& p) {
    const Split rows(p.rows, Isa::productRows);
    for (std::size_t part = 0; part < rows.parts; ++part)
        withConstant<Isa::productRows>(
            rows.size(part), [&](auto n) { productRows<Isa, n.value, Add>(p, rows.first(part)); });
}

}  // namespace
}  // namespace squash::kernels
