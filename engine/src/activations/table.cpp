// Names, parameters and defaults are those of keras.activations; the notes name the papers.
#include <array>
#include <cassert>

#include "activations/course.hpp"

namespace squash {

namespace {
constexpr std::array<ActivationParameter, 1> kLeakyRelu{{{"negative_slope", 0.2, 0.0, 1.0}}};
constexpr std::array<ActivationParameter, 1> kElu{{{"alpha", 1.0, 0.0, 3.0}}};

using enum ActivationKind;
constexpr std::array<ActivationInfo, kActivationKinds> kTable{{
    {Linear,
     "linear",
     "x",
     "No activation at all: a network of linear layers stays a linear model.",
     {}},
    {Sigmoid,
     "sigmoid",
     "1/(1 + exp(-x))",
     "Squashes to 0..1; its slope is at most 1/4, so gradients shrink layer by layer (Glorot and "
     "Bengio 2010).",
     {}},
    {Tanh,
     "tanh",
     "tanh(x)",
     "Squashes to -1..1 around 0; it saturates on both sides (LeCun et al. 1998).",
     {}},
    {Relu,
     "relu",
     "max(x, 0)",
     "Cheap and without saturation for x > 0, but a unit that is never positive is dead (Nair and "
     "Hinton 2010).",
     {}},
    {LeakyRelu, "leaky_relu", "where(x > 0, x, negative_slope*x)",
     "ReLU with a small slope below 0, so that no unit can die (Maas et al. 2013; compared in "
     "arXiv:1505.00853).",
     kLeakyRelu},
    {Elu, "elu", "where(x >= 0, x, alpha*(exp(x) - 1))",
     "Saturates smoothly at -alpha, which brings mean activations nearer to 0 (arXiv:1511.07289).",
     kElu},
    {Selu,
     "selu",
     "1.0507009873554805*where(x >= 0, x, 1.6732632423543772*(exp(x) - 1))",
     "ELU scaled so that activations keep mean 0 and variance 1 from layer to layer "
     "(arXiv:1706.02515).",
     {}},
    {Softplus,
     "softplus",
     "log(1 + exp(x))",
     "A smooth ReLU; its derivative is the sigmoid (Dugas et al. 2000).",
     {}},
    {Softsign,
     "softsign",
     "x/(1 + abs(x))",
     "Like tanh, but it comes near its limits only polynomially, so it saturates late (Glorot and "
     "Bengio 2010).",
     {}},
    {Silu,
     "silu",
     "x*sigmoid(x)",
     "Also called swish: smooth, with a dip below 0, found by a search over functions "
     "(arXiv:1606.08415, arXiv:1710.05941).",
     {},
     Course::QuasiConvex},
    {Gelu,
     "gelu",
     "x*(1 + erf(x/sqrt(2)))/2",
     "Weighs x by the normal distribution's probability of lying below it; used in transformers "
     "(arXiv:1606.08415).",
     {},
     Course::QuasiConvex},
    {GeluTanh,
     "gelu_tanh",
     "x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))/2",
     "The usual approximation of GELU, without the error function (arXiv:1606.08415).",
     {},
     Course::QuasiConvex},
    {Mish,
     "mish",
     "x*tanh(log(1 + exp(x)))",
     "Smooth and not monotonic, close to SiLU (arXiv:1908.08681).",
     {},
     Course::QuasiConvex},
    {HardSigmoid,
     "hard_sigmoid",
     "clip(x + 3, 0, 6)/6",
     "The sigmoid in three straight pieces, cheap, with slope exactly 0 outside -3..3 (Courbariaux "
     "et al., arXiv:1511.00363; this form arXiv:1905.02244).",
     {}},
    {Relu6,
     "relu6",
     "clip(x, 0, 6)",
     "ReLU with a ceiling of 6, made for arithmetic of low precision on phones (arXiv:1704.04861).",
     {}},
}};
}  // namespace

std::span<const ActivationInfo> activationTable() { return kTable; }

const ActivationInfo& info(ActivationKind kind) {
    const auto& found = kTable[static_cast<std::size_t>(kind)];
    assert(found.kind == kind);
    return found;
}

Activation makeActivation(ActivationKind kind) {
    Activation activation{kind, {}};
    const auto parameters = info(kind).parameters;
    for (std::size_t i = 0; i < parameters.size(); ++i)
        activation.parameters[i] = parameters[i].defaultValue;
    return activation;
}

Course courseOf(const Activation& activation) {
    const ActivationInfo& about = info(activation.kind);
    for (std::size_t i = 0; i < about.parameters.size(); ++i) {
        const ActivationParameter& parameter = about.parameters[i];
        const double value = activation.parameters[i];
        // Also false for what is no number. A leaky_relu of negative slope has a valley.
        if (!(value >= parameter.minimum && value <= parameter.maximum)) return Course::Other;
    }
    return about.course;
}

}  // namespace squash
