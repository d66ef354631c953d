// A run's epochs as they stand in the JSON of `train` and `race`.
#pragma once
#include "output.hpp"
#include "squash/training/history.hpp"

namespace squash::cli {

// [{"loss","accuracy","val_loss","val_accuracy","seconds"}...]
Json epochsJson(const History& history);

}  // namespace squash::cli
