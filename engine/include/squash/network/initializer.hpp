// Initial weights, by Keras's names, parameters and defaults. Biases begin at 0; an activation's learned
// parameters as it says.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "squash/core/aligned.hpp"
#include "squash/network/network.hpp"

namespace squash {

enum class InitializerKind {
    GlorotUniform,
    GlorotNormal,
    HeUniform,
    HeNormal,
    LecunUniform,
    LecunNormal,
    RandomNormal,
    Zeros
};

struct InitializerInfo {
    InitializerKind kind;
    std::string_view name, title, note;  // "he_normal", "He normal", one sentence with its source
};
// In the order they are offered; the first one is the default.
std::span<const InitializerInfo> initializerTable();
const InitializerInfo& infoOf(InitializerKind kind);

inline constexpr double kDefaultStddev = 0.05;  // Keras's RandomNormal
inline constexpr double kMostStddev = 100;

struct Initializer {
    InitializerKind kind = InitializerKind::GlorotUniform;
    double stddev = kDefaultStddev;  // random_normal
    bool operator==(const Initializer& other) const {
        return kind == other.kind &&
               (kind != InitializerKind::RandomNormal || stddev == other.stddev);
    }
};

// "he_normal", "random_normal(stddev=0.1)". Throws Error.
Initializer parseInitializer(std::string_view text);
std::string toText(const Initializer& initializer);

// Of a kernel's values for the given fans: 0 for zeros.
double standardDeviation(const Initializer& initializer, double fanIn, double fanOut);

// network.flatSize() floats. Weight layer k (initializers[k]) draws from std::mt19937(1000 * seed + k) in the
// row-major order of Keras's kernel. fan_in and fan_out are Keras's: channels times kernel height and width.
//   uniform: one draw u a weight (uniform01), w = (2u - 1) * limit; limit = sqrt(6 / (fan_in + fan_out))
//     for glorot, sqrt(6 / fan_in) for he, sqrt(3 / fan_in) for lecun, in float64, rounded to float32:
//     glorot_uniform exactly as in the Keras reference.
//   normal: pairs of draws u, v become two normal numbers, sqrt(-2 log(1 - u)) times the cosine and the sine of
//     2 pi v (Box and Muller 1958), in float64. glorot_normal, he_normal and lecun_normal are truncated as in Keras:
//     numbers beyond 2 are left out, the rest times sqrt(scale / fan) / 0.87962566103423978.
FloatArray initialParameters(const Network& network, std::span<const Initializer> initializers,
                             std::uint64_t seed);
// The same with glorot_uniform everywhere.
FloatArray glorotUniform(const Network& network, std::uint64_t seed);

// Why this start does not suit a layer with that activation, in a sentence; empty where it does.
std::string mismatchNote(const Initializer& initializer, const Activation& activation);

}  // namespace squash
