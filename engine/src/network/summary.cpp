// What a network costs, and how Keras would print it.
#include <fmt/format.h>

#include "squash/network/network.hpp"

namespace squash {
namespace {

std::string withCommas(std::size_t number) {
    std::string digits = std::to_string(number);
    for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

constexpr const char* kRow = "│ {:<31} │ {:<22} │ {:>13} │\n";

std::string rule(const char* left, const char* middle, const char* right, const char* dash) {
    std::string line = left;
    for (const int width : {33, 24, 15}) {
        for (int i = 0; i < width; ++i) line += dash;
        line += width == 15 ? right : middle;
    }
    return line + "\n";
}

}  // namespace

double forwardMultiplyAdds(const Layer& layer) {
    const auto activation = layer.activation();
    const auto outputs =
        static_cast<double>(layer.output.size() * (activation ? piecesOf(*activation) : 1));
    const auto channels = static_cast<double>(layer.input.channels);
    if (const auto* conv = std::get_if<Conv2D>(&layer.spec))
        return outputs * channels * static_cast<double>(conv->kernel * conv->kernel);
    if (std::holds_alternative<Dense>(layer.spec)) return outputs * channels;
    return 0;
}

double predictionFlopsPerImage(const Network& network) {
    double multiplyAdds = 0;
    for (const Layer& layer : network.layers()) multiplyAdds += forwardMultiplyAdds(layer);
    return 2 * multiplyAdds;
}

double trainingFlopsPerImage(const Network& network) {
    double multiplyAdds = 0;
    bool first = true;
    for (const Layer& layer : network.layers()) {
        const double own = forwardMultiplyAdds(layer);
        multiplyAdds += own * (first ? 2 : 3);
        if (own > 0) first = false;
    }
    return 2 * multiplyAdds;
}

std::string summaryText(const Network& network, std::string_view name) {
    std::string text = fmt::format("Model: \"{}\"\n", name) + rule("┏", "┳", "┓", "━");
    text +=
        fmt::format("┃ {:<31} ┃ {:<22} ┃ {:>13} ┃\n", "Layer (type)", "Output Shape", "Param #");
    text += rule("┡", "╇", "┩", "━");
    for (const Layer& layer : network.layers()) {
        text += fmt::format(kRow, fmt::format("{} ({})", layer.name, layer.type),
                            fmt::format("(None, {})", toText(layer.output)),
                            withCommas(layer.parameterCount));
    }
    text += rule("└", "┴", "┘", "─");
    const std::size_t total = network.parameterCount();
    const double mebibytes = static_cast<double>(total) * sizeof(float) / (1024.0 * 1024.0);
    text += fmt::format(" Total params: {} ({:.2f} MB)\n", withCommas(total), mebibytes);
    text += fmt::format(" Trainable params: {} ({:.2f} MB)\n", withCommas(total), mebibytes);
    return text + " Non-trainable params: 0 (0.00 B)\n";
}

}  // namespace squash
