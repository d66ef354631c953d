// What a Formula holds: the graph of f and all its derivatives, and the programs made of it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "formula/program.hpp"
#include "squash/formula/formula.hpp"

namespace squash {

struct Formula::Impl {
    std::string text;
    std::vector<std::string> parameters;
    formula::Graph graph;
    formula::NodeId f = 0, df = 0;
    std::vector<formula::NodeId> slopes;  // df/dparameter
    formula::Program training;            // f, df
    formula::Program prediction;          // f
    std::vector<formula::Program> parameterSlopes;
    std::optional<formula::Program> curvature;  // ddf, where it is not too long
};

}  // namespace squash
