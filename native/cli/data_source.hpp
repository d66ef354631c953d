// Which images: the folder named, else CIFAR10_DIR's, else the generated set. The program always
// says which, because a curve without its data means nothing.
#pragma once
#include <string>

#include "squash/data/dataset.hpp"
#include "squash/data/shapes.hpp"
#include "squash/io/checkpoint.hpp"
#include "squash/io/experiment.hpp"

namespace squash::cli {

// data: an Experiment's: "" (CIFAR10_DIR, else generated), "shapes" or a folder. Throws Error.
// Of generated images only the first `needed` are drawn.
DatasetPtr openData(const std::string& data, const ShapesOptions& needed = {});

// How many of the generated images an experiment comes to see, its limits being what they are.
ShapesOptions neededOf(const Experiment& experiment);

// The class names of that data without reading its images.
std::array<std::string, kClasses> classNamesOf(const std::string& data);

// Says on stderr that a checkpoint learned from other images than it meets now.
void noteOtherData(const Checkpoint& checkpoint, const Dataset& data);

// "CIFAR-10 (50,000 training and 10,000 validation images)"; says so when generated.
std::string describeData(const Dataset& data, const std::string& asked);

}  // namespace squash::cli
