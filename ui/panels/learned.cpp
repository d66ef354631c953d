#include "ui/panels/learned.hpp"

#include <algorithm>
#include <cmath>

#include "ui/panels/activation.hpp"

namespace squash::ui {

std::vector<LearnedValue> presentValues(const Driver& driver, const Activation& activation,
                                        std::optional<std::size_t> layer, std::size_t parameter) {
    const auto& inUse = driver.experiment().activations;
    std::vector<LearnedValue> values;
    for (const LearnedValue& each : driver.snapshot().learned)
        if (each.parameter == parameter && each.layer == layer.value_or(each.layer) &&
            each.layer < inUse.size() && inUse[each.layer] == activation)
            values.push_back(each);
    return values;
}

std::string presentText(std::span<const LearnedValue> values) {
    if (values.size() == 1 && values[0].count == 1) return significant(values[0].mean, 4);
    double least = values[0].least, most = values[0].most, sum = 0;
    std::size_t count = 0;
    for (const LearnedValue& each : values) {
        least = std::min(least, each.least);
        most = std::max(most, each.most);
        sum += each.mean * static_cast<double>(each.count);
        count += each.count;
    }
    const std::string from = significant(least, 3), to = significant(most, 3);
    if (from == to) return from;
    const std::string mean = "mean " + significant(sum / static_cast<double>(count), 3) + ", ";
    return (count > values.size() ? mean : "") + from + " to " + to;
}

std::string presentLines(const Driver& driver, std::span<const LearnedValue> values) {
    const std::vector<std::string> names = hiddenLayerNames(driver.experiment());
    std::string text;
    for (const LearnedValue& each : values)
        text += (text.empty() ? "" : "\n") + names.at(each.layer) + ": " + presentText({&each, 1});
    return text;
}

std::vector<SliderMark> sliderMarks(std::span<const LearnedValue> values) {
    std::vector<SliderMark> marks;
    marks.reserve(values.size());
    for (const LearnedValue& each : values)
        if (std::isfinite(each.mean)) marks.push_back({each.least, each.mean, each.most});
    return marks;
}

}  // namespace squash::ui
