#include "squash/training/unit_calculation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/round.hpp"
#include "squash/core/error.hpp"
#include "squash/kernels/kernel_sets.hpp"
#include "training/batch_source.hpp"
#include "training/executor_chunk.hpp"
#include "training/plain_pass.hpp"
#include "training/plain_products.hpp"

namespace squash {
namespace {

[[noreturn]] void refuse(const std::string& where, const std::string& expected) {
    throw Error("cannot calculate a unit", where, expected);
}

// The index in Network::layers().
std::size_t chosenLayer(const Network& network, const UnitChoice& choice) {
    std::size_t seen = 0;
    for (std::size_t i = 0; i < network.layers().size(); ++i) {
        const Layer& layer = network.layers()[i];
        if (!layer.activation() || seen++ != choice.layer) continue;
        if (layer.kernel < 0) refuse("layer " + layer.name, "a layer with weights");
        if (choice.unit >= layer.output.channels)
            refuse(fmt::format("unit {} of layer {}", choice.unit, layer.name),
                   fmt::format("one from 0 to {}", layer.output.channels - 1));
        if (choice.place && (choice.place->row >= layer.output.height ||
                             choice.place->column >= layer.output.width))
            refuse(fmt::format("row {}, column {} of layer {}", choice.place->row,
                               choice.place->column, layer.name),
                   fmt::format("a place in {}x{}", layer.output.height, layer.output.width));
        return i;
    }
    refuse(fmt::format("layer {} with an activation", choice.layer),
           fmt::format("one of {}, counted from 0", seen));
}

void checkSource(const UnitSource& source, const UnitChoice& choice) {
    if (choice.image >= source.images.size())
        refuse(fmt::format("image {}", choice.image),
               fmt::format("one of the {} images", source.images.size()));
    if (source.network.input() != Shape{kImageSide, kImageSide, kImageChannels})
        refuse("the network's input", "images of 32x32x3");
    if (source.network.classes() != kClasses)
        refuse("the network's output", fmt::format("{} classes", kClasses));
    if (source.state.parameters.size() != source.network.flatSize())
        refuse("the state's parameters", "those of this network");
}

// A unit in its layer: which values of z, of the output and of the kernel are its own.
struct Unit {
    const Network& network;
    const Layer& layer;
    std::size_t index;         // in Network::layers()
    std::size_t unit, pieces;  // of the layer's activation
    std::size_t outputs;       // of the weights
    std::size_t piece = 0, position = 0;

    std::size_t positions() const { return layer.output.height * layer.output.width; }
    std::size_t column() const { return unit * pieces + piece; }  // among the outputs
    std::size_t zAt(std::size_t place) const { return place * outputs + column(); }
    std::size_t outAt(std::size_t place) const { return place * layer.output.channels + unit; }
    const ParameterInfo& kernel() const {
        return network.parameters()[static_cast<std::size_t>(layer.kernel)];
    }
    const ParameterInfo& bias() const {
        return network.parameters()[static_cast<std::size_t>(layer.bias)];
    }
    // In the flat array.
    std::size_t weightAt(std::size_t term) const {
        return kernel().offset + term * outputs + column();
    }
    std::size_t biasAt() const { return bias().offset + column(); }
};

Unit unitOf(const Network& network, const UnitChoice& choice) {
    const std::size_t index = chosenLayer(network, choice);
    const Layer& layer = network.layers()[index];
    return {network,
            layer,
            index,
            choice.unit,
            piecesOf(*layer.activation()),
            weightOutputs(network, layer)};
}

// The chosen position, or where z (of maxout the largest piece) is largest; and the piece that wins there.
void findPlace(const LayerPass& pass, const UnitChoice& choice, Unit& unit) {
    const auto first = [&](std::size_t position) {
        return pass.z.begin() +
               static_cast<std::ptrdiff_t>(position * unit.outputs + unit.unit * unit.pieces);
    };
    const auto largest = [&](std::size_t position) {
        return std::max_element(first(position),
                                first(position) + static_cast<std::ptrdiff_t>(unit.pieces));
    };
    if (choice.place)
        unit.position = choice.place->row * unit.layer.output.width + choice.place->column;
    else
        for (std::size_t i = 1; i < unit.positions(); ++i)
            if (*largest(i) > *largest(unit.position)) unit.position = i;
    unit.piece = static_cast<std::size_t>(largest(unit.position) - first(unit.position));
}

Shape inputsOf(const Network& network, const Unit& unit) {
    const Shape& in = unit.layer.input;
    if (const auto* conv = std::get_if<Conv2D>(&unit.layer.spec))
        return {conv->kernel, conv->kernel, in.channels};
    std::size_t before = unit.index;
    while (before > 0 && std::holds_alternative<Flatten>(network.layers()[before - 1].spec))
        --before;
    return network.layers()[before].input;
}

// The inputs, weights and gradients of the unit's kernel.
std::vector<UnitTerm> termsOf(const UnitSource& source, const LayerPass& pass, const Unit& unit) {
    std::vector<UnitTerm> terms(unit.kernel().size / unit.outputs);
    for (std::size_t i = 0; i < terms.size(); ++i) {
        terms[i].weight = static_cast<double>(source.state.parameters[unit.weightAt(i)]);
        terms[i].padding = true;  // until it is met
    }
    const std::size_t own = unit.zAt(unit.position);
    eachProduct(unit.layer, unit.outputs,
                [&](std::size_t weight, std::size_t from, std::size_t to) {
                    if (weight % unit.outputs != unit.column()) return;
                    UnitTerm& term = terms[weight / unit.outputs];
                    term.gradient += pass.in[from] * pass.zGradient[to];
                    if (to != own) return;
                    term.input = pass.in[from];
                    term.padding = false;
                });
    return terms;
}

UnitMaps mapsOf(const LayerPass& pass, const Unit& unit) {
    UnitMaps maps{unit.layer.output.height, unit.layer.output.width, {}, {}, {}};
    for (std::size_t i = 0; i < unit.positions(); ++i) {
        maps.z.push_back(pass.z[unit.zAt(i)]);
        maps.f.push_back(pass.out[unit.outAt(i)]);
        maps.zGradient.push_back(pass.zGradient[unit.zAt(i)]);
    }
    return maps;
}

// Sums, activation and gradients at the place.
void fillSums(const PlainPass& pass, const Unit& unit, UnitCalculation& c) {
    const LayerPass& values = pass.at(unit.index);
    for (const UnitTerm& term : c.terms) c.z += term.product();
    c.z += c.bias;
    c.activation = pass.activationOf(unit.index, unit.unit);
    c.incoming = values.outGradient[unit.outAt(unit.position)];
    if (unit.pieces == 1) {
        const ActivationValue value = evaluate(c.activation, c.z);
        c.f = value.f;
        c.slope = value.df;
    } else {
        c.f = c.z;
        c.slope = 1;
        c.piece = unit.piece;
        const std::size_t first = unit.position * unit.outputs + unit.unit * unit.pieces;
        for (std::size_t i = 0; i < unit.pieces; ++i) c.pieces.push_back(values.z[first + i]);
    }
    c.zGradient = c.incoming * c.slope;
    for (std::size_t i = 0; i < unit.positions(); ++i)
        c.biasGradient += values.zGradient[unit.zAt(i)];
}

// What the engine's own step, on copies of the moments, adds to single parameters. All start from 0, where the
// move keeps all its digits, and what weight decay takes is counted apart.
std::vector<double> updatesOf(const UnitSource& source, const std::vector<std::size_t>& places,
                              const std::vector<double>& gradients) {
    const std::size_t size = roundUp(places.size(), kernels::kLanes);
    const TrainerState& state = source.state;
    FloatArray gradient(size, 0), moved(size, 0);
    OptimizerState copy;
    copy.step = state.optimizer.step + 1;
    for (std::size_t m = 0; m < kMaxMoments; ++m)
        if (state.optimizer.moments[m].size() == state.parameters.size())
            for (const std::size_t place : places)
                copy.moments[m].push_back(state.optimizer.moments[m][place]);
    fitMoments(source.experiment.optimizer, size, copy);
    std::ranges::transform(gradients, gradient.begin(),
                           [](double value) { return static_cast<float>(value); });
    const kernels::OptimizerStep step = optimizerStep(source.experiment.optimizer, copy.step);
    applyOptimizer(*chooseKernelSet("auto").table, step, copy, 0, size, gradient.data(),
                   moved.data());
    std::vector<double> result(places.size());
    for (std::size_t i = 0; i < places.size(); ++i)
        result[i] =
            static_cast<double>(moved[i]) + static_cast<double>(state.parameters[places[i]]) *
                                                (static_cast<double>(step.shrink) - 1);
    return result;
}

void fillUpdates(const UnitSource& source, const Unit& unit, UnitCalculation& c) {
    std::vector<std::size_t> places{unit.biasAt()};
    std::vector<double> gradients{c.biasGradient};
    for (std::size_t i = 0; i < c.terms.size(); ++i) {
        places.push_back(unit.weightAt(i));
        gradients.push_back(c.terms[i].gradient);
    }
    const std::vector<double> updates = updatesOf(source, places, gradients);
    c.biasUpdate = updates.front();
    for (std::size_t i = 0; i < c.terms.size(); ++i) c.terms[i].update = updates[i + 1];
}

void fillImage(const UnitSource& source, const PlainPass& pass, UnitCalculation& c) {
    const std::size_t steps = source.state.history.steps();
    c.step = steps > 0 ? source.state.history.stepAt(steps - 1).step : 0;
    c.label = source.images.labels[c.choice.image];
    c.loss = pass.loss(c.label);
    std::ranges::transform(pass.probabilities(), c.probabilities.begin(),
                           [](double value) { return static_cast<float>(value); });
}

}  // namespace

UnitCalculation calculate(const UnitSource& source, const UnitChoice& choice) {
    checkSource(source, choice);
    Unit unit = unitOf(source.network, choice);
    PlainPass pass(source.network, source.state.parameters);
    pass.forward(source.images.image(choice.image),
                 static_cast<double>(pixelScale(source.experiment.pixels)));
    pass.backward(source.images.labels[choice.image], unit.index);
    const LayerPass& values = pass.at(unit.index);
    findPlace(values, choice, unit);

    UnitCalculation c;
    c.choice = choice;
    c.choice.place =
        MapPlace{unit.position / unit.layer.output.width, unit.position % unit.layer.output.width};
    c.layer = unit.index;
    fillImage(source, pass, c);
    c.inputs = inputsOf(source.network, unit);
    c.terms = termsOf(source, values, unit);
    c.bias = static_cast<double>(source.state.parameters[unit.biasAt()]);
    fillSums(pass, unit, c);
    if (!unit.layer.output.flat) c.maps = mapsOf(values, unit);
    fillUpdates(source, unit, c);
    return c;
}

TermPlace placeOf(const Shape& inputs, std::size_t term) {
    const std::size_t position = term / inputs.channels;
    return {position / inputs.width, position % inputs.width, term % inputs.channels};
}

}  // namespace squash
