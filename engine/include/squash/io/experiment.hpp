// An experiment as plain data: all that decides a training run. One schema in JSON carries it in
// files, links, checkpoints, the page's automation and the command line.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "squash/activations/activation.hpp"
#include "squash/network/architecture.hpp"
#include "squash/network/initializer.hpp"
#include "squash/network/network.hpp"
#include "squash/training/optimizer.hpp"

namespace squash {

enum class Pixels { Raw, Unit };  // "0..255" as they come, or "0..1"

struct Experiment {
    Architecture network;
    std::vector<Activation> activations = std::vector<Activation>(4);  // one a hidden layer; relu
    std::vector<Initializer> initializers =
        std::vector<Initializer>(5);  // one a layer with a kernel
    OptimizerSettings optimizer;
    std::size_t batch = 256;
    std::size_t epochs = 10;
    Pixels pixels = Pixels::Raw;
    std::size_t limit = 0;            // first N training images; 0: all
    std::size_t validationLimit = 0;  // first N validation images; 0: all
    bool shuffle = true;
    std::uint64_t seed = 1;
    std::string data;  // "" (CIFAR10_DIR, else generated), "shapes", or a folder

    bool operator==(const Experiment&) const = default;
};

// Gives the network's layers an activation and an initializer each: those that there are stay, further layers
// get what the last one has.
void fitLayers(Experiment& experiment);

// 'relu+tanh+elu+silu', as many as there are hidden layers, or one for all; throws Error with the place.
std::vector<Activation> parseActivations(std::string_view text, std::size_t layers = 4);
std::string toText(std::span<const Activation> activations);
// The same for the layers with a kernel.
std::vector<Initializer> parseInitializers(std::string_view text, std::size_t layers = 5);
std::string toText(std::span<const Initializer> initializers);

Network makeNetwork(const Experiment& experiment);

// {"version":1,"activation":"relu","optimizer":"adam","learningRate":0.001,"batch":256,
//  "pixels":"0..255","limit":0,"validationLimit":0,"seed":1,"shuffle":true,"network":"lenet5",
//  "initializer":"glorot_uniform","epochs":10,"data":""}
std::string toJson(const Experiment& experiment);

struct ParsedExperiment {
    Experiment experiment;
    std::vector<std::string> notices;  // unknown fields: reported, not fatal
};
// Fields that are missing keep their value of `base`; so a partial object is a change.
// Throws Error naming the field and what was expected. `where` names the source in errors.
ParsedExperiment parseExperiment(std::string_view json, const Experiment& base,
                                 const std::string& where);

// Throws Error naming the field when a value is out of its range (batch 1..4096, epochs 1..100000,
// learning rate finite and > 0, ...).
void validate(const Experiment& experiment);

}  // namespace squash
