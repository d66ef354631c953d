#include "data_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "errors.hpp"
#include "output.hpp"
#include "squash/data/cifar10.hpp"

namespace squash::cli {
namespace {

std::string folderFor(const std::string& data) {
    if (!data.empty()) return data == "shapes" ? "" : data;
    const char* folder = std::getenv("CIFAR10_DIR");
    return folder ? folder : "";
}

}  // namespace

DatasetPtr openData(const std::string& data, const ShapesOptions& needed) {
    const std::string folder = folderFor(data);
    return std::make_shared<Dataset>(folder.empty() ? generateShapes(needed)
                                                    : readCifar10Folder(folder));
}

ShapesOptions neededOf(const Experiment& experiment) {
    ShapesOptions shapes;
    if (experiment.limit > 0) shapes.train = std::min(shapes.train, experiment.limit);
    if (experiment.validationLimit > 0)
        shapes.validation = std::min(shapes.validation, experiment.validationLimit);
    return shapes;
}

std::array<std::string, kClasses> classNamesOf(const std::string& data) {
    if (!folderFor(data).empty()) return cifar10ClassNames();
    return generateShapes({.train = kClasses, .validation = kClasses}).classNames;
}

void noteOtherData(const Checkpoint& checkpoint, const Dataset& data) {
    if (!checkpoint.data || checkpoint.data->name == data.name) return;
    printNotice(fmt::format("trained on {}, now {}: CIFAR10_DIR or --data names the images",
                            checkpoint.data->name, data.name));
}

std::string describeData(const Dataset& data, const std::string& asked) {
    const auto counts = fmt::format("{} ({} training and {} validation images)", data.name,
                                    grouped(data.train.size()), grouped(data.validation.size()));
    if (!data.generated) return counts;
    const bool said = data.name.find("generated") != std::string::npos;
    return counts + (said ? "" : ", generated") +
           (asked.empty() ? "; CIFAR10_DIR or --data DIR would name CIFAR-10" : "");
}

}  // namespace squash::cli
