// Names, parameters and defaults are those of keras.activations, but for: gelu, which is the exact one, with
// gelu_tanh as its approximation; swish with its beta; sine and gaussian; and threshold's parameters, which have
// no defaults there; and what keras.activations lacks: prelu and maxout, with the names of Keras's and TensorFlow
// Addons' layers, and rrelu with those of PyTorch. The notes name the papers.
#include <algorithm>
#include <array>

#include "squash/activations/catalogue.hpp"

namespace squash {

namespace {
constexpr std::array<ActivationParameter, 1> kLeakyRelu{{{"negative_slope", 0.2, 0.0, 1.0}}};
constexpr std::array<ActivationParameter, 1> kElu{{{"alpha", 1.0, 0.0, 3.0}}};
constexpr std::array<ActivationParameter, 1> kCelu{{{"alpha", 1.0, 0.1, 3.0}}};
constexpr std::array<ActivationParameter, 1> kShrink{{{"threshold", 0.5, 0.0, 2.0}}};
constexpr std::array<ActivationParameter, 2> kThreshold{
    {{"threshold", 0.5, -2.0, 2.0}, {"default_value", 0.0, -2.0, 2.0}}};
constexpr std::array<ActivationParameter, 1> kSquareplus{{{"b", 4.0, 0.1, 10.0}}};
constexpr std::array<ActivationParameter, 1> kSwish{{{"beta", 1.0, 0.1, 5.0}}};
constexpr std::array<ActivationParameter, 1> kPrelu{{{"alpha", 0.25, 0.0, 1.0, Learning::Always}}};
constexpr std::array<ActivationParameter, 2> kRrelu{
    {{"lower", 0.125, 0.0, 1.0, Learning::Never}, {"upper", 1.0 / 3, 0.0, 1.0, Learning::Never}}};
constexpr std::array<ActivationParameter, 1> kMaxout{{{"k", 2.0, 2.0, 8.0, Learning::Never, true}}};

using enum Course;
using Code = ActivationCode;

// Those with a Code have vector code of their own; the others run as the program of their formula.
constexpr ActivationInfo kTable[] = {
    {.name = "linear",
     .formula = "x",
     .note = "No activation at all: a network of linear layers stays a linear model.",
     .code = Code::Linear,
     .common = true},
    {.name = "sigmoid",
     .formula = "1/(1 + exp(-x))",
     .note = "Squashes to 0..1; its slope is at most 1/4, so gradients shrink layer by layer "
             "(Glorot and Bengio 2010).",
     .code = Code::Sigmoid,
     .common = true},
    {.name = "tanh",
     .formula = "tanh(x)",
     .note = "Squashes to -1..1 around 0; it saturates on both sides (LeCun et al. 1998).",
     .code = Code::Tanh,
     .common = true},
    {.name = "relu",
     .formula = "max(x, 0)",
     .note = "Cheap and without saturation for x > 0, but a unit that is never positive is dead "
             "(Nair and Hinton 2010).",
     .code = Code::Relu,
     .common = true},
    {.name = "leaky_relu",
     .formula = "where(x > 0, x, negative_slope*x)",
     .note = "ReLU with a small slope below 0, so that no unit can die (Maas et al. 2013; compared "
             "in arXiv:1505.00853).",
     .parameters = kLeakyRelu,
     .code = Code::LeakyRelu,
     .common = true},
    {.name = "elu",
     .formula = "where(x >= 0, x, alpha*(exp(x) - 1))",
     .note = "Saturates smoothly at -alpha, which brings mean activations nearer to 0 "
             "(arXiv:1511.07289).",
     .parameters = kElu,
     .code = Code::Elu,
     .common = true},
    {.name = "selu",
     .formula = "1.0507009873554805*where(x >= 0, x, 1.6732632423543772*(exp(x) - 1))",
     .note = "ELU scaled so that activations keep mean 0 and variance 1 from layer to layer "
             "(arXiv:1706.02515).",
     .code = Code::Selu,
     .common = true},
    {.name = "softplus",
     .formula = "log(1 + exp(x))",
     .note = "A smooth ReLU; its derivative is the sigmoid (Dugas et al. 2000).",
     .code = Code::Softplus,
     .common = true},
    {.name = "softsign",
     .formula = "x/(1 + abs(x))",
     .note = "Like tanh, but it comes near its limits only polynomially, so it saturates late "
             "(Glorot and Bengio 2010).",
     .code = Code::Softsign,
     .common = true},
    {.name = "silu",
     .formula = "x*sigmoid(x)",
     .note = "Also called swish: smooth, with a dip below 0, found by a search over functions "
             "(arXiv:1606.08415, arXiv:1710.05941).",
     .course = QuasiConvex,
     .code = Code::Silu,
     .common = true},
    {.name = "gelu",
     .formula = "x*(1 + erf(x/sqrt(2)))/2",
     .note = "Weighs x by the normal distribution's probability of lying below it; used in "
             "transformers (arXiv:1606.08415).",
     .course = QuasiConvex,
     .code = Code::Gelu,
     .common = true},
    {.name = "gelu_tanh",
     .formula = "x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))/2",
     .note = "The usual approximation of GELU, without the error function (arXiv:1606.08415).",
     .course = QuasiConvex,
     .code = Code::GeluTanh,
     .common = true},
    {.name = "mish",
     .formula = "x*tanh(log(1 + exp(x)))",
     .note = "Smooth and not monotonic, close to SiLU (arXiv:1908.08681).",
     .course = QuasiConvex,
     .code = Code::Mish,
     .common = true},
    {.name = "hard_sigmoid",
     .formula = "clip(x + 3, 0, 6)/6",
     .note = "The sigmoid in three straight pieces, cheap, with slope exactly 0 outside -3..3 "
             "(Courbariaux et al., arXiv:1511.00363; this form arXiv:1905.02244).",
     .code = Code::HardSigmoid,
     .common = true},
    {.name = "relu6",
     .formula = "clip(x, 0, 6)",
     .note = "ReLU with a ceiling of 6, made for arithmetic of low precision on phones "
             "(arXiv:1704.04861).",
     .code = Code::Relu6,
     .common = true},
    {.name = "exponential",
     .formula = "exp(x)",
     .note = "Always positive and its own derivative; values and gradients explode for large x, so "
             "it serves outputs such as rates, not hidden layers."},
    {.name = "hard_silu",
     .formula = "x*clip(x + 3, 0, 6)/6",
     .note = "SiLU with the hard sigmoid in place of the sigmoid; also called hard swish, made for "
             "phones (arXiv:1905.02244).",
     .course = QuasiConvex,
     .code = Code::HardSilu},
    {.name = "log_sigmoid",
     .formula = "-log(1 + exp(-x))",
     .note = "The logarithm of the sigmoid: never positive, slope 1 far to the left; used in "
             "losses more than in layers.",
     .code = Code::LogSigmoid},
    {.name = "hard_tanh",
     .formula = "clip(x, -1, 1)",
     .note = "tanh in three straight pieces: cheap, with slope exactly 0 outside -1..1 (Collobert "
             "2004; compared in arXiv:1710.05941).",
     .code = Code::HardTanh},
    {.name = "tanh_shrink",
     .formula = "x - tanh(x)",
     .note = "Flat around 0 and linear far from it: the part of x that tanh would cut off.",
     .code = Code::TanhShrink},
    {.name = "hard_shrink",
     .formula = "where(abs(x) > threshold, x, 0)",
     .note = "Sets small values to 0 and leaves the others, with a jump: the hard thresholding of "
             "sparse coding (Donoho and Johnstone 1994).",
     .parameters = kShrink,
     .code = Code::HardShrink},
    {.name = "soft_shrink",
     .formula = "where(x > threshold, x - threshold, where(x < -threshold, x + threshold, 0))",
     .note =
         "Sets small values to 0 and moves the others towards it: soft thresholding (Donoho 1995).",
     .parameters = kShrink,
     .code = Code::SoftShrink},
    {.name = "celu",
     .formula = "where(x >= 0, x, alpha*(exp(x/alpha) - 1))",
     .note = "ELU whose slope is continuous for every alpha (arXiv:1704.07483).",
     .parameters = kCelu,
     .code = Code::Celu},
    {.name = "squareplus",
     .formula = "where(x > 0, (x + sqrt(x^2 + b))/2, b/2/(sqrt(x^2 + b) - x))",
     .note = "A smooth ReLU of algebraic operations only; b says how round the bend is "
             "(arXiv:2112.11687).",
     .parameters = kSquareplus,
     .code = Code::Squareplus},
    {.name = "sparse_plus",
     .formula = "where(x <= -1, 0, where(x < 1, (x + 1)^2/4, x))",
     .note = "ReLU with a parabola for its bend: exactly 0 below -1, so outputs are sparse, and "
             "without a kink.",
     .code = Code::SparsePlus},
    {.name = "sparse_sigmoid",
     .formula = "clip((x + 1)/2, 0, 1)",
     .note = "The derivative of sparse_plus: a sigmoid of straight pieces, exactly 0 and 1 outside "
             "-1..1.",
     .code = Code::SparseSigmoid},
    {.name = "threshold",
     .formula = "where(x > threshold, x, default_value)",
     .note = "Lets through what lies above a threshold and puts one value in place of the rest, "
             "with a jump; ReLU has both at 0.",
     .parameters = kThreshold,
     .course = Other,
     .code = Code::Threshold},
    {.name = "swish",
     .formula = "x*sigmoid(beta*x)",
     .note = "SiLU with a parameter: nearly linear for small beta, nearly ReLU for large "
             "(arXiv:1710.05941).",
     .parameters = kSwish,
     .course = QuasiConvex,
     .code = Code::Swish},
    {.name = "sine",
     .formula = "sin(x)",
     .note = "Periodic, for signals rather than classes: networks of it represent images and "
             "sounds with all their detail (arXiv:2006.09661).",
     .course = Other,
     .code = Code::Sine},
    {.name = "gaussian",
     .formula = "exp(-x^2)",
     .note = "A bump: large near 0 only, as in radial basis functions (Broomhead and Lowe 1988).",
     .course = Other,
     .code = Code::Gaussian},
    {.name = "prelu",
     .formula = "where(x > 0, x, alpha*x)",
     .note = "Leaky ReLU whose slope below 0 is learned, one for each channel or unit "
             "(arXiv:1502.01852).",
     .parameters = kPrelu,
     .code = Code::LeakyRelu,
     .kind = ActivationKind::ChannelSlopes},
    {.name = "rrelu",
     .formula = "where(x > 0, x, (lower + upper)/2*x)",
     .note = "Leaky ReLU whose slope below 0 is drawn anew for every value in training; their mean "
             "else (arXiv:1505.00853).",
     .parameters = kRrelu,
     .kind = ActivationKind::RandomSlopes},
    {.name = "maxout",
     .formula = "x",
     .note = "The largest of k linear pieces, each with weights of its own, so that the network "
             "learns the shape (arXiv:1302.4389).",
     .parameters = kMaxout,
     .code = Code::Linear,
     .kind = ActivationKind::Pieces},
};
}  // namespace

std::span<const ActivationInfo> activationTable() { return kTable; }

const ActivationInfo* findActivation(std::string_view name) {
    const auto found = std::ranges::find(kTable, name, &ActivationInfo::name);
    return found == std::end(kTable) ? nullptr : &*found;
}

}  // namespace squash
