// The kernels of one instruction set, as a table of functions. kernels/*.hpp hold them once as
// templates over the vector architecture, isa_<name>.cpp instantiates them with that set's flags,
// kernel_sets.cpp chooses one table at run time.
//
// Layout everywhere: kLanes images side by side in the innermost dimension, so a load is a whole
// vector, a weight is a broadcast and there is no remainder:
//     activations of a block: [channel][row][column][kLanes]  ("planes")
//     after Flatten / Dense:  [unit][kLanes]                   (Keras's order of units)
// Lanes without an image hold zeros in x and in gradients, so they add nothing to any sum.
// No kernel allocates, throws, or depends on anything but its arguments.
#pragma once
#include <cstddef>
#include <cstdint>

#include "kernels/activation_call.hpp"
#include "squash/training/optimizer_kind.hpp"

namespace squash::kernels {

inline constexpr std::size_t kLanes = 16;

// A stride-1 convolution (cross-correlation, as Keras means it).
struct ConvGeometry {
    std::size_t inChannels, outChannels;
    std::size_t inHeight, inWidth, outHeight, outWidth;
    std::size_t kernel;  // odd; kernel x kernel taps
    std::size_t
        pad;  // rows above and columns left of the image that read as zero; taps there are skipped
    // z and dz are [row][column][channel][16], as Flatten wants them, instead of planes. Only where
    // the table says convCanBeFlat.
    bool flat = false;
};

struct PoolGeometry {
    std::size_t channels, inHeight, inWidth, outHeight, outWidth, pool;
};

// The largest and the smallest value of each window, [channel][outRow][outColumn][16], with their
// places as maxPoolForward gives them.
struct Extrema {
    float* high;
    float* low;
    std::uint8_t* highPlace;
    std::uint8_t* lowPlace;
};

// One block of images forwards. x: [in][inHeight][inWidth][16]; z: [out][outHeight][outWidth][16],
// overwritten. With an activation z goes through it, where it is flat while the cache still holds it:
// y = f(z), and z becomes f'(z), or with slopes = false stays. Where nobody wants either, z is null:
// writing it costs more than f.
struct ConvForward {
    const float* x;
    const float* packed;
    const float* bias;
    float* z;
    float* scratch;  // convScratchSize floats
    const ActivationCall* activation = nullptr;
    bool slopes = true;
    float* y = nullptr;  // as z
};

// One block of images backwards. x: [in][inHeight][inWidth][16]; dz as z; dx as x, overwritten.
struct ConvBackward {
    const float* x;
    const float* dz;
    const float* packed;
    float* gradient;  // of the kernel, convGradientSize floats in an order private to the table
    float* dBias;     // [out]
    bool add;         // to what gradient and dBias hold; else they are overwritten
    float* dx;        // null: not wanted
    float* scratch;   // convScratchSize floats
};

// The same where only a max pooling reads z and dx is not wanted: dy and argmax are the pooling's.
struct PooledBackward {
    const float* x;
    const float* dy;
    const std::uint8_t* argmax;
    float* gradient;
    float* dBias;
    bool add;
    float* scratch;
};

// Channels first .. end - 1; of outputs first is a multiple of kLanes.
struct ChannelRange {
    std::size_t first, end;
};

// Dense layers work on `blocks` blocks at once, so that a weight fetched from memory serves
// 16 * blocks images. Block b's values start at pointer + b * stride (in floats).
struct DenseGeometry {
    std::size_t inputs, outputs;
    std::size_t blocks;  // 1 .. kMaxDenseBlocks
    std::size_t inputStride, outputStride;
};
inline constexpr std::size_t kMaxDenseBlocks = 4;

// dx = W dy, or with slopes (f'(z) of the activation that made x, laid out as dx) its product with
// them, which is that activation's dz. Relu's slopes need not be kept: they are 1 where its values, which
// are x, are above 0, and 0 elsewhere. dx is overwritten.
struct DenseBackwardInput {
    const float* dy;
    const float* kernel;
    float* dx;
    const float* slopes = nullptr;
    std::size_t slopeStride = 0;  // floats from one block to the next
    bool valuesOfRelu = false;    // `slopes` are those
};

// How a tensor's values belong to channels: [outer][channels][inner][16]. Planes have outer 1, Flatten's order has
// inner 1, a dense layer's units both.
struct ChannelGeometry {
    std::size_t outer, channels, inner;
};

// dz = dy times 1 above 0 and alpha[channel] below; dAlpha[channel] = the sum of dy z below. dz may be dy.
struct PreluBackward {
    const float* dy;
    const float* z;
    const float* alpha;
    float* dz;
    float* dAlpha;
    bool add;  // to what dAlpha holds; else it is overwritten
};

// A slope below 0 for each value, uniform in lower .. upper, from the seed and the value's place.
struct RandomSlopes {
    float lower, upper;
    std::uint32_t seed;
};

// One step of an optimizer: numbers of its own (see training/apply_optimizer.cpp), from float64.
struct OptimizerStep {
    OptimizerKind kind = OptimizerKind::Sgd;
    float rate = 0;              // of the step, with its bias correction where that is one factor
    float shrink = 1;            // of the weights beforehand: 1 - learning_rate * weight_decay
    float momentum = 0;          // sgd, rmsprop
    float keep1 = 0, keep2 = 0;  // beta_1, beta_2
    float take1 = 0, take2 = 0;  // 1 - beta_1, 1 - beta_2 or 1 - rho
    float epsilon = 0;
    float gradientRate = 0, correction = 1;  // nadam: of the gradient itself, of the second moment
    bool nesterov = false, amsgrad = false, centered = false;
};

struct KernelTable {
    const char* name;

    // Pixels to floats: images[i] points at [channel][row][column] bytes (planes * planeSize of
    // them), i < count <= kLanes; out: [channel][row][column][kLanes] = byte * scale, 0 from count on.
    void (*loadImages)(const std::uint8_t* const* images, std::size_t count, std::size_t bytes,
                       float scale, float* out);

    // Convolution. `kernel` is Keras's [ky][kx][in][out]. How a geometry is computed is the table's
    // choice (directly, or by minimal filtering), so the packed kernel, the gradient and the scratch
    // memory have sizes and orders of its own.
    std::size_t (*convPackedSize)(const ConvGeometry&);
    std::size_t (*convGradientSize)(const ConvGeometry&);
    std::size_t (*convScratchSize)(const ConvGeometry&);
    bool (*convCanBeFlat)(const ConvGeometry&);
    // Packing falls into parts that write to different memory.
    std::size_t (*convPackParts)(const ConvGeometry&);
    void (*convPack)(const ConvGeometry&, std::size_t part, const float* kernel, float* packed);
    void (*convForward)(const ConvGeometry&, ConvForward);
    void (*convBackward)(const ConvGeometry&, const ConvBackward&);
    bool (*convTakesPooled)(const ConvGeometry&, const PoolGeometry&);
    void (*convBackwardPooled)(const ConvGeometry&, const PoolGeometry&, const PooledBackward&);
    // The sum of some gradients, part[0] first, in Keras's order: of these output channels only.
    void (*convSumGradients)(const ConvGeometry&, ChannelRange, std::size_t parts,
                             const float* const* part, float* dKernel);

    // y: maxima; argmax: [channel][outRow][outColumn][16], index of the first maximum in its window.
    void (*maxPoolForward)(const PoolGeometry&, const float* x, float* y, std::uint8_t* argmax);
    // For activateExtrema.
    void (*extremaPoolForward)(const PoolGeometry&, const float* x, const Extrema&);
    void (*maxPoolBackward)(const PoolGeometry&, const float* dy, const std::uint8_t* argmax,
                            float* dx);

    // [channels][positions][16] -> [positions][channels][16] and back: Flatten in Keras's order.
    void (*flatten)(std::size_t channels, std::size_t positions, const float* x, float* y);
    void (*unflatten)(std::size_t channels, std::size_t positions, const float* dy, float* dx);

    // count is a multiple of kLanes. activate: y = f(z), and z becomes f'(z) (one evaluation of the
    // exponential serves both; backward is then a product whatever the function).
    void (*activate)(const ActivationCall&, std::size_t count, float* z, float* y);
    void (*activateOnly)(const ActivationCall&, std::size_t count, const float* z,
                         float* y);  // y may be z
    // Of a quasi-convex function (Course): the maxima over windows whose extrema of z are given.
    // y: the maxima; high: with slopes f' at the z that gave them, else anything; highPlace: the
    // places of those z. low is scratch. (With equal maxima at both ends high's counts.)
    void (*activateExtrema)(const ActivationCall&, std::size_t count, const Extrema&, bool slopes,
                            float* y);
    void (*multiply)(std::size_t count, const float* a, const float* b,
                     float* out);  // out may be a or b
    // The same as activate and multiply where more than z counts. prelu keeps its z.
    void (*preluForward)(const ChannelGeometry&, const float* z, const float* alpha,
                         float* y);  // y may be z
    void (*preluBackward)(const ChannelGeometry&, const PreluBackward&);
    void (*activateRandomly)(const RandomSlopes&, std::size_t count, float* z, float* y);
    // y: of each `pieces` channels of x the largest, in the geometry given; places: which one it was.
    void (*maxoutForward)(const ChannelGeometry&, std::size_t pieces, const float* x, float* y,
                          std::uint8_t* places);
    void (*maxoutBackward)(const ChannelGeometry&, std::size_t pieces, const float* dy,
                           const std::uint8_t* places, float* dx);
    // Sum of a[i] b[i]; count is a multiple of kLanes.
    float (*dot)(std::size_t count, const float* a, const float* b);
    // A formula: results[i][k] = the i-th result for x[k]; count is a multiple of kLanes. A result may
    // be written where x stands.
    void (*runProgram)(const ProgramView&, std::size_t count, const float* x,
                       float* const* results);

    // Dense. `kernel`: Keras's [in][out], used as it is. x: [in][16], y: [out][16] a block.
    void (*denseForward)(const DenseGeometry&, const float* x, const float* kernel,
                         const float* bias, float* y);
    void (*denseBackwardInput)(const DenseGeometry&, const DenseBackwardInput&);
    // dy of one block [out][16] -> its 16 rows of each panel of dyT: [panel of 16 outputs][image][16],
    // zeros behind the last output. panel: floats from one to the next.
    void (*denseTranspose)(std::size_t outputs, const float* dy, std::size_t panel, float* dyT);
    // dKernel rows firstInput..lastInput-1 = sum over `blocks` blocks (overwritten):
    // x: block b at x + b * inputStride; dyT: panels of blocks * 16 images.
    void (*denseBackwardKernel)(const DenseGeometry&, std::size_t firstInput, std::size_t lastInput,
                                const float* x, const float* dyT, std::size_t panel,
                                float* dKernel);

    // One pass over memory; count is a multiple of 16. moments: as OptimizerInfo has them, null where
    // this step needs none (usesMoment).
    void (*optimize)(const OptimizerStep&, std::size_t count, const float* gradient,
                     float* const* moments, float* parameters);

    // Runs `iterations` rounds of independent multiply-adds in registers; returns how many floating
    // point operations that were (for the measured peak); *sink keeps the compiler honest.
    double (*peak)(std::size_t iterations, float* sink);
};

}  // namespace squash::kernels
