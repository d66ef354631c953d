// What an optimizer's text said and what it left open: an experiment keeps its learning rate when
// the text does not give one.
#pragma once
#include <string_view>

#include "squash/training/optimizer.hpp"

namespace squash {

struct OptimizerText {
    OptimizerSettings settings;
    bool givesLearningRate = false;
};
OptimizerText readOptimizer(std::string_view text);

}  // namespace squash
