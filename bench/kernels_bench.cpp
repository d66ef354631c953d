// Time of every kernel on the shapes of the article's LeNet-5, for every set this processor runs.
// The column per_image is what counts: a call's time by the images that it serves.
#include <benchmark/benchmark.h>

#include <functional>
#include <memory>
#include <random>
#include <string>

#include "activations/bound_activation.hpp"
#include "kernels/kernel_table.hpp"
#include "squash/core/aligned.hpp"
#include "squash/kernels/kernel_sets.hpp"
#include "squash/training/optimizer.hpp"

namespace {

using namespace squash;
using namespace squash::kernels;

FloatArray noise(std::size_t count) {
    std::mt19937 generator(7);
    std::uniform_real_distribution<float> uniform(-1, 1);
    FloatArray values(count);
    for (float& value : values) value = uniform(generator);
    return values;
}

// images: how many one call of `work` serves.
void add(const KernelSet& set, const std::string& what, std::size_t images,
         std::function<void()> work) {
    const std::string name = std::string(set.name) + "/" + what;
    benchmark::RegisterBenchmark(name.c_str(), [images, work](benchmark::State& state) {
        for (auto _ : state) work();
        state.counters["per_image"] =
            benchmark::Counter(static_cast<double>(state.iterations() * images),
                               benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
    })->Unit(benchmark::kMicrosecond);
}

struct ConvArrays {
    FloatArray x, z, kernel, bias, packed, gradient, dBias, scratch;
};

void addConvolution(const KernelSet& set, const std::string& name, const ConvGeometry& g) {
    const std::size_t xSize = g.inChannels * g.inHeight * g.inWidth * kLanes;
    const std::size_t zSize = g.outChannels * g.outHeight * g.outWidth * kLanes;
    const std::size_t weights = g.kernel * g.kernel * g.inChannels * g.outChannels;
    const KernelTable* k = set.table;
    const auto a = std::make_shared<ConvArrays>(
        ConvArrays{noise(xSize), noise(zSize), noise(weights), noise(g.outChannels),
                   noise(k->convPackedSize(g)), noise(k->convGradientSize(g)), noise(g.outChannels),
                   noise(k->convScratchSize(g))});
    const auto backward = [=](float* dx) {
        k->convBackward(g, {a->x.data(), a->z.data(), a->packed.data(), a->gradient.data(),
                            a->dBias.data(), false, dx, a->scratch.data()});
    };
    const auto dx = std::make_shared<FloatArray>(xSize);
    add(set, name + " pack", kLanes, [=] {
        for (std::size_t part = 0; part < k->convPackParts(g); ++part)
            k->convPack(g, part, a->kernel.data(), a->packed.data());
    });
    add(set, name + " forward", kLanes, [=] {
        k->convForward(
            g, {a->x.data(), a->packed.data(), a->bias.data(), a->z.data(), a->scratch.data()});
    });
    add(set, name + " dW", kLanes, [=] { backward(nullptr); });
    add(set, name + " dW and dX", kLanes, [=] { backward(dx->data()); });
    add(set, name + " sum", kLanes, [=] {
        const float* part = a->gradient.data();
        k->convSumGradients(g, {0, g.outChannels}, 1, &part, a->kernel.data());
    });
}

struct PoolArrays {
    FloatArray x, y;
    ByteArray argmax;
};

void addPooling(const KernelSet& set, const std::string& name, const PoolGeometry& g) {
    const std::size_t xSize = g.channels * g.inHeight * g.inWidth * kLanes;
    const std::size_t ySize = g.channels * g.outHeight * g.outWidth * kLanes;
    const KernelTable* k = set.table;
    const auto a =
        std::make_shared<PoolArrays>(PoolArrays{noise(xSize), noise(ySize), ByteArray(ySize)});
    add(set, name + " forward", kLanes,
        [=] { k->maxPoolForward(g, a->x.data(), a->y.data(), a->argmax.data()); });
    add(set, name + " dX", kLanes,
        [=] { k->maxPoolBackward(g, a->y.data(), a->argmax.data(), a->x.data()); });
}

struct DenseArrays {
    FloatArray x, y, yT, kernel, bias, dKernel;
};

void addDense(const KernelSet& set, const std::string& name, std::size_t inputs,
              std::size_t outputs) {
    const DenseGeometry g{inputs, outputs, kMaxDenseBlocks, inputs * kLanes, outputs * kLanes};
    const std::size_t images = g.blocks * kLanes, padded = (outputs + 15) / 16 * 16;
    const KernelTable* k = set.table;
    const auto a = std::make_shared<DenseArrays>(
        DenseArrays{noise(inputs * images), noise(outputs * images), noise(padded * images),
                    noise(inputs * outputs), noise(outputs), noise(inputs * outputs)});
    add(set, name + " forward", images,
        [=] { k->denseForward(g, a->x.data(), a->kernel.data(), a->bias.data(), a->y.data()); });
    add(set, name + " dX", images,
        [=] { k->denseBackwardInput(g, {a->y.data(), a->kernel.data(), a->x.data()}); });
    add(set, name + " dW", images, [=] {
        for (std::size_t b = 0; b < g.blocks; ++b)
            k->denseTranspose(outputs, a->y.data() + b * g.outputStride, images * kLanes,
                              a->yT.data() + b * kLanes * kLanes);
        k->denseBackwardKernel(g, 0, inputs, a->x.data(), a->yT.data(), images * kLanes,
                               a->dKernel.data());
    });
}

void addActivations(const KernelSet& set) {
    constexpr std::size_t count = 6 * 32 * 32 * kLanes;
    const KernelTable* k = set.table;
    const auto z = std::make_shared<FloatArray>(noise(count));
    const auto y = std::make_shared<FloatArray>(noise(count));
    for (const ActivationInfo& info : activationTable()) {
        const auto activation = std::make_shared<BoundActivation>(makeActivation(info));
        add(set, "conv1 " + std::string(info.name), kLanes,
            [=] { k->activate(activation->call(), count, z->data(), y->data()); });
    }
    add(set, "conv1 multiply", kLanes,
        [=] { k->multiply(count, z->data(), y->data(), y->data()); });
}

void addRest(const KernelSet& set) {
    const KernelTable* k = set.table;
    constexpr std::size_t flat = 697056, bytes = 3072, batch = 256;
    const auto a = std::make_shared<DenseArrays>(
        DenseArrays{noise(flat), noise(flat), noise(flat), noise(flat), {}, {}});
    const auto pixels = std::make_shared<ByteArray>(bytes * kLanes, std::uint8_t{77});
    add(set, "images", kLanes, [=] {
        const std::uint8_t* images[kLanes];
        for (std::size_t i = 0; i < kLanes; ++i) images[i] = pixels->data() + i * bytes;
        k->loadImages(images, kLanes, bytes, 1.0f, a->x.data());
    });
    add(set, "flatten", kLanes, [=] { k->flatten(120, 64, a->x.data(), a->y.data()); });
    const auto o = std::make_shared<DenseArrays>(
        DenseArrays{noise(flat), noise(flat), noise(flat), noise(flat), {}, {}});
    for (FloatArray* moment : {&o->y, &o->yT})
        for (float& v : *moment) v *= v;  // of squares roots are taken
    for (const OptimizerInfo& info : optimizerTable())
        add(set, std::string(info.name), batch, [=, kind = info.kind] {
            const OptimizerStep step{.kind = kind,
                                     .rate = 1e-6f,
                                     .momentum = 0.9f,
                                     .keep1 = 0.9f,
                                     .keep2 = 0.999f,
                                     .take1 = 0.1f,
                                     .take2 = 0.001f,
                                     .epsilon = 1e-7f,
                                     .gradientRate = 1e-6f};
            float* const moments[3] = {o->y.data(), o->yT.data(), nullptr};
            k->optimize(step, flat, o->x.data(), moments, o->kernel.data());
        });
}

void addPeak(const KernelSet& set) {
    const KernelTable* k = set.table;
    const std::string name = std::string(set.name) + "/peak";
    benchmark::RegisterBenchmark(name.c_str(), [k](benchmark::State& state) {
        float sink = 0;
        double operations = 0;
        for (auto _ : state) operations += k->peak(100000, &sink);
        benchmark::DoNotOptimize(sink);
        state.counters["GFLOPS"] =
            benchmark::Counter(operations * 1e-9, benchmark::Counter::kIsRate);
    });
}

ConvGeometry same(std::size_t in, std::size_t out, std::size_t side) {
    return {in, out, side, side, side, side, 5, 2};
}

}  // namespace

int main(int argc, char** argv) {
    for (const KernelSet& set : kernelSets()) {
        if (!set.available) continue;
        addPeak(set);
        addConvolution(set, "conv1", same(3, 6, 32));
        addConvolution(set, "conv2", same(6, 16, 16));
        addConvolution(set, "conv3", same(16, 120, 8));
        addPooling(set, "pool1", {6, 32, 32, 16, 16, 2});
        addPooling(set, "pool2", {16, 16, 16, 8, 8, 2});
        addDense(set, "dense1", 7680, 84);
        addDense(set, "dense2", 84, 10);
        addRest(set);
        addActivations(set);
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
