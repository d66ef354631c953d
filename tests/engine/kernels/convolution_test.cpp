#include <cstring>

#include "activations/bound_activation.hpp"
#include "engine/kernels/plain.hpp"
#include "engine/kernels/support.hpp"

using namespace squash;
using namespace squash::test;
using kernels::ConvGeometry;
using kernels::KernelTable;
using kernels::kLanes;

namespace {

ConvGeometry same(std::size_t in, std::size_t out, std::size_t height, std::size_t width,
                  std::size_t kernel) {
    return {in, out, height, width, height, width, kernel, (kernel - 1) / 2};
}

ConvGeometry valid(std::size_t in, std::size_t out, std::size_t height, std::size_t width,
                   std::size_t kernel) {
    return {in, out, height, width, height - kernel + 1, width - kernel + 1, kernel, 0};
}

std::string text(const ConvGeometry& g) {
    std::ostringstream text;
    text << g.inChannels << " -> " << g.outChannels << " channels, " << g.inHeight << "x"
         << g.inWidth << ", kernel " << g.kernel << ", pad " << g.pad;
    return text.str();
}

// Every remainder of the blocks of channels, every common kernel and a general one, both paddings,
// images smaller than the kernel, and rows long enough for several strips of the gradient.
std::vector<ConvGeometry> geometries() {
    std::vector<ConvGeometry> all;
    for (std::size_t in = 1; in <= 7; ++in)
        for (std::size_t out = 1; out <= 7; ++out) all.push_back(same(in, out, 3, 4, 3));
    for (std::size_t out = 8; out <= 26; ++out) all.push_back(same(out % 5 + 1, out, 3, 3, 3));
    for (std::size_t in = 8; in <= 26; ++in) all.push_back(valid(in, in % 5 + 1, 4, 3, 3));
    for (std::size_t kernel = 1; kernel <= 9; kernel += 2)
        for (std::size_t size = 1; size <= 9; size += 2) {
            all.push_back(same(2, 3, size, size + 1, kernel));
            all.push_back(valid(5, 7, kernel + size - 1, kernel + size, kernel));
        }
    all.push_back(same(3, 5, 11, 40, 5));
    all.push_back(valid(3, 5, 15, 70, 3));
    return all;
}

// What minimal filtering takes: tiles that the image ends in, every remainder of the blocks of
// channels, more than one group of outputs and strip of tiles, channels that fill the lanes twice.
std::vector<ConvGeometry> minimalGeometries() {
    std::vector<ConvGeometry> all;
    for (std::size_t height = 4; height <= 9; ++height)
        for (std::size_t width = 4; width <= 9; ++width)
            all.push_back(same(4, 5, height, width, 5));
    for (std::size_t channels = 4; channels <= 33; ++channels) {
        all.push_back(same(channels, 4 + channels % 3, 5, 4, 5));
        all.push_back(same(4 + channels % 5, channels, 4, 6, 5));
    }
    all.push_back(same(16, 50, 8, 8, 5));
    all.push_back(valid(16, 7, 9, 12, 5));
    all.push_back(valid(6, 29, 13, 8, 5));
    all.push_back(same(6, 16, 16, 16, 5));
    const std::size_t planes = all.size();
    for (std::size_t i = 0; i < planes; i += 7) {
        all.push_back(all[i]);
        all.back().flat = true;
    }
    return all;
}

struct Arrays {
    FloatArray x, dz, kernel, bias;
    explicit Arrays(const ConvGeometry& g)
        : x(wholeNumbers(plain::inputSize(g), 1)),
          dz(wholeNumbers(plain::outputSize(g), 2)),
          kernel(wholeNumbers(plain::weightCount(g), 3)),
          bias(wholeNumbers(g.outChannels, 4)) {}
};

// check(table, geometry, arrays) for all of them.
template <class Check>
void forEachConvolution(const std::vector<ConvGeometry>& geometries, const Check& check) {
    for (const ConvGeometry& g : geometries) {
        CAPTURE(text(g));
        const Arrays arrays(g);
        forEachKernelSet([&](const KernelTable& table) { check(table, g, arrays); });
    }
}

// Minimal filtering divides, so its results are whole numbers only nearly; nearer than any product
// that is missing or too much could leave them.
void roundToWhole(Output& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float whole = std::round(values[i]);
        if (std::abs(values[i] - whole) < 0.1f) values.data()[i] = whole;
    }
}

// Plain loops know planes only.
plain::Values toPlanes(const ConvGeometry& g, const Output& z) {
    plain::Values planes(z.size());
    const std::size_t positions = g.outHeight * g.outWidth;
    for (std::size_t i = 0; i < z.size(); ++i) {
        const std::size_t position = i / kLanes / g.outChannels, out = i / kLanes % g.outChannels;
        planes[g.flat ? (out * positions + position) * kLanes + i % kLanes : i] = z[i];
    }
    return planes;
}

FloatArray fromPlanes(const ConvGeometry& g, const FloatArray& planes) {
    if (!g.flat) return planes;
    FloatArray flat(planes.size());
    const std::size_t positions = g.outHeight * g.outWidth;
    for (std::size_t i = 0; i < planes.size(); ++i) {
        const std::size_t out = i / kLanes / positions, position = i / kLanes % positions;
        flat[(position * g.outChannels + out) * kLanes + i % kLanes] = planes[i];
    }
    return flat;
}

FloatArray pack(const KernelTable& table, const ConvGeometry& g, const Arrays& a) {
    FloatArray packed(table.convPackedSize(g));
    for (std::size_t part = table.convPackParts(g); part-- > 0;)
        table.convPack(g, part, a.kernel.data(), packed.data());
    return packed;
}

void checkForward(const KernelTable& table, const ConvGeometry& g, const Arrays& a) {
    const FloatArray packed = pack(table, g, a);
    Output z(plain::outputSize(g)), scratch(table.convScratchSize(g));
    table.convForward(g, {a.x.data(), packed.data(), a.bias.data(), z.data(), scratch.data()});
    roundToWhole(z);
    CHECK(z.guardIntact());
    CHECK(scratch.guardIntact());
    CHECK(toPlanes(g, z) == plain::convForward(g, a.x.data(), a.kernel.data(), a.bias.data()));
}

bool sameBits(const Output& a, const Output& b) {
    return a.guardIntact() && b.guardIntact() &&
           std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

void checkActivated(const KernelTable& table, const ConvGeometry& g, const Arrays& a,
                    const char* name) {
    const FloatArray packed = pack(table, g, a);
    const std::size_t size = plain::outputSize(g);
    Output z(size), y(size), fusedZ(size), fusedY(size), scratch(table.convScratchSize(g));
    const BoundActivation bound(makeActivation(name));
    const kernels::ActivationCall activation = bound.call();
    table.convForward(g, {a.x.data(), packed.data(), a.bias.data(), z.data(), scratch.data()});
    kernels::ConvForward call{a.x.data(),     packed.data(), a.bias.data(), fusedZ.data(),
                              scratch.data(), &activation,   false,         fusedY.data()};
    table.convForward(g, call);
    table.activateOnly(activation, size, z.data(), y.data());
    CHECK(sameBits(fusedZ, z));
    CHECK(sameBits(fusedY, y));
    Output aloneY(size);
    call.z = nullptr;
    call.y = aloneY.data();
    table.convForward(g, call);
    CHECK(sameBits(aloneY, y));
    call.z = fusedZ.data();
    call.y = fusedY.data();
    call.slopes = true;
    table.convForward(g, call);
    table.activate(activation, size, z.data(), y.data());
    CHECK(sameBits(fusedZ, z));
    CHECK(sameBits(fusedY, y));
}

// Two parts of two blocks each: dz and again dz, then twice that.
struct Gradients {
    Output dKernel, dBias, dx;
    Gradients(const KernelTable& table, const ConvGeometry& g, const Arrays& a)
        : dKernel(plain::weightCount(g)), dBias(g.outChannels), dx(plain::inputSize(g)) {
        const FloatArray packed = pack(table, g, a);
        FloatArray dz = fromPlanes(g, a.dz);
        Output scratch(table.convScratchSize(g));
        std::vector<Output> parts(2, Output(table.convGradientSize(g)));
        for (Output& part : parts) {
            for (const bool add : {false, true})
                table.convBackward(
                    g, {a.x.data(), dz.data(), packed.data(), part.data(), dBias.data(), add,
                        add ? dx.data() : nullptr, scratch.data()});
            for (float& value : dz) value *= 2;
        }
        CHECK(scratch.guardIntact());
        for (const Output& part : parts) CHECK(part.guardIntact());
        const float* pointers[] = {parts[0].data(), parts[1].data()};
        for (std::size_t out = 0; out < g.outChannels; out += kLanes)
            table.convSumGradients(g, {out, std::min(out + kLanes, g.outChannels)}, 2, pointers,
                                   dKernel.data());
        for (Output* values : {&dKernel, &dBias, &dx}) roundToWhole(*values);
    }
};

plain::Values times(double factor, plain::Values values) {
    for (double& value : values) value *= factor;
    return values;
}

void checkBackward(const KernelTable& table, const ConvGeometry& g, const Arrays& a) {
    const Gradients got(table, g, a);
    const FloatArray zeros(plain::weightCount(g) + g.outChannels);
    const auto dKernel = plain::convBackwardKernel(g, a.x.data(), a.dz.data(), zeros.data());
    const auto dBias = plain::convBackwardBias(g, a.dz.data(), zeros.data());
    const auto dx = plain::convBackwardInput(g, a.dz.data(), a.kernel.data());
    CHECK(difference(times(2 * (1 + 2), dKernel), got.dKernel) == "");
    CHECK(difference(times(2 * 2, dBias), got.dBias) == "");
    CHECK(difference(times(2, dx), got.dx) == "");
}

}  // namespace

TEST_CASE("A convolution equals its definition at every remainder", "[kernels]") {
    forEachConvolution(geometries(), checkForward);
}

TEST_CASE("A convolution by minimal filtering equals its definition at every remainder",
          "[kernels]") {
    forEachConvolution(minimalGeometries(), checkForward);
}

TEST_CASE("A convolution's activation beside it is the activation after it", "[kernels]") {
    // One with vector code of its own, one that runs as a program.
    for (const char* name : {"silu", "hard_silu"}) {
        const auto check = [name](const KernelTable& table, const ConvGeometry& g,
                                  const Arrays& a) { checkActivated(table, g, a, name); };
        forEachConvolution(geometries(), check);
        forEachConvolution(minimalGeometries(), check);
    }
}

TEST_CASE("The gradients of a convolution equal their definitions at every remainder",
          "[kernels]") {
    forEachConvolution(geometries(), checkBackward);
}

TEST_CASE("The gradients by minimal filtering equal their definitions at every remainder",
          "[kernels]") {
    forEachConvolution(minimalGeometries(), checkBackward);
}

TEST_CASE("Minimal filtering rounds by some millionths", "[kernels]") {
    const ConvGeometry g = same(16, 120, 8, 8, 5);
    Arrays a(g);
    a.x = uniformNumbers(a.x.size(), 5, -1, 1);
    a.dz = uniformNumbers(a.dz.size(), 6, -1, 1);
    a.kernel = uniformNumbers(a.kernel.size(), 7, -1, 1);
    const FloatArray zeros(plain::weightCount(g));
    const auto wantZ = plain::convForward(g, a.x.data(), a.kernel.data(), a.bias.data());
    const auto wantDx = plain::convBackwardInput(g, a.dz.data(), a.kernel.data());
    const auto wantDw = plain::convBackwardKernel(g, a.x.data(), a.dz.data(), zeros.data());
    forEachKernelSet([&](const KernelTable& table) {
        const FloatArray packed = pack(table, g, a);
        FloatArray scratch(table.convScratchSize(g)), gradient(table.convGradientSize(g));
        Output z(wantZ.size()), dx(wantDx.size()), dw(wantDw.size()), dBias(g.outChannels);
        table.convForward(g, {a.x.data(), packed.data(), a.bias.data(), z.data(), scratch.data()});
        table.convBackward(g, {a.x.data(), a.dz.data(), packed.data(), gradient.data(),
                               dBias.data(), false, dx.data(), scratch.data()});
        const float* part = gradient.data();
        table.convSumGradients(g, {0, g.outChannels}, 1, &part, dw.data());
        CHECK(plain::relativeError(wantZ, z.data()) < 5e-6);
        CHECK(plain::relativeError(wantDx, dx.data()) < 1e-5);
        CHECK(plain::relativeError(wantDw, dw.data()) < 3e-5);
    });
}
