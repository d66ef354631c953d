// What initializers there are, how they are written, and which activation each was made for.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <vector>

#include "network/initializer_text.hpp"

namespace squash {
namespace {

constexpr std::array<InitializerInfo, 8> kTable{
    {{InitializerKind::GlorotUniform, "glorot_uniform", "Glorot uniform",
      "Uniform in +-sqrt(6 / (fan_in + fan_out)): for functions that are linear around 0, as tanh "
      "(Glorot and "
      "Bengio 2010); Keras's default."},
     {InitializerKind::GlorotNormal, "glorot_normal", "Glorot normal",
      "Normal with variance 2 / (fan_in + fan_out), truncated (Glorot and Bengio 2010)."},
     {InitializerKind::HeUniform, "he_uniform", "He uniform",
      "Uniform in +-sqrt(6 / fan_in): for relu, which lets half of its inputs through "
      "(arXiv:1502.01852)."},
     {InitializerKind::HeNormal, "he_normal", "He normal",
      "Normal with variance 2 / fan_in, truncated: for relu and its relatives (arXiv:1502.01852)."},
     {InitializerKind::LecunUniform, "lecun_uniform", "LeCun uniform",
      "Uniform in +-sqrt(3 / fan_in) (LeCun et al. 1998)."},
     {InitializerKind::LecunNormal, "lecun_normal", "LeCun normal",
      "Normal with variance 1 / fan_in, truncated (LeCun et al. 1998): what selu's fixed point "
      "needs "
      "(arXiv:1706.02515)."},
     {InitializerKind::RandomNormal, "random_normal", "Scaled normal",
      "Normal with the same standard deviation for every layer, whatever its size."},
     {InitializerKind::Zeros, "zeros", "Zeros",
      "All weights 0: every unit of a layer gets the same gradient, and none ever differs."}}};

// Half of such a function's inputs come out as 0 or nearly so.
bool isRectifier(std::string_view name) {
    constexpr std::array<std::string_view, 12> rectifiers{"relu",  "relu6", "leaky_relu", "prelu",
                                                          "rrelu", "elu",   "celu",       "silu",
                                                          "swish", "gelu",  "gelu_tanh",  "mish"};
    return std::ranges::find(rectifiers, name) != rectifiers.end();
}

}  // namespace

std::span<const InitializerInfo> initializerTable() { return kTable; }

const InitializerInfo& infoOf(InitializerKind kind) {
    const auto* found = std::ranges::find(kTable, kind, &InitializerInfo::kind);
    assert(found != kTable.end());
    return *found;
}

Initializer parseInitializer(std::string_view text) { return readInitializer(text, {text, 1}); }

Initializer readInitializer(std::string_view whole, const TextPiece& piece) {
    const CallText call = readCall("cannot read the initializer", whole, piece);
    std::vector<std::string_view> names;
    names.reserve(kTable.size());
    for (const InitializerInfo& info : kTable) names.push_back(info.name);
    Initializer result{kTable[findName(call, call.name, "initializer", names)].kind};
    constexpr std::array<std::string_view, 1> parameters{"stddev"};
    for (const CallArgument& argument : call.arguments) {
        if (result.kind != InitializerKind::RandomNormal)
            failAt(call, argument.name.column,
                   fmt::format("{} has no parameters", infoOf(result.kind).name));
        findName(call, argument.name, "parameter of random_normal", parameters);
        result.stddev = numberOf(call, argument);
        if (!(result.stddev >= 0 && result.stddev <= kMostStddev))
            failAt(
                call, argument.value.column,
                fmt::format("stddev must be from 0 to {}, found {}", kMostStddev, result.stddev));
    }
    return result;
}

std::string toText(const Initializer& initializer) {
    const std::string name(infoOf(initializer.kind).name);
    const bool plain =
        initializer.kind != InitializerKind::RandomNormal || initializer.stddev == kDefaultStddev;
    return plain ? name : fmt::format("{}(stddev={})", name, initializer.stddev);
}

std::string mismatchNote(const Initializer& initializer, const Activation& activation) {
    const std::string_view function = activation.entry->name;
    switch (initializer.kind) {
        case InitializerKind::Zeros:
            return "All units of the layer stay alike: it learns as if it had one.";
        case InitializerKind::GlorotUniform:
        case InitializerKind::GlorotNormal:
        case InitializerKind::LecunUniform:
        case InitializerKind::LecunNormal:
            if (isRectifier(function))
                return fmt::format("{} halves the signal: he_normal keeps it level.", function);
            break;
        case InitializerKind::HeUniform:
        case InitializerKind::HeNormal:
            if (function == "tanh" || function == "sigmoid" || function == "softsign")
                return fmt::format("Too wide for {}: glorot_uniform keeps it off its flat parts.",
                                   function);
            break;
        default:
            break;
    }
    if (function == "selu" && initializer.kind != InitializerKind::LecunNormal)
        return "selu normalises itself only from lecun_normal.";
    return {};
}

}  // namespace squash
