#include "ui/panels/unit_sum.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/widgets/format.hpp"

namespace squash::ui {
namespace {

constexpr double kLargestFixed = 1e7;  // beyond it numbers are too long to be written out
constexpr int kSumDigits = 5, kFactorDigits = 4, kMostPlaces = 9;

// With so many of them the largest number has so many digits.
int placesFor(double largest, int digits) {
    if (!(largest > 0) || !std::isfinite(largest)) return digits - 1;
    const int before = static_cast<int>(std::floor(std::log10(largest))) + 1;
    // The 0 before the point counts.
    return std::clamp(digits - (before > 0 ? before : before + 1), 0, kMostPlaces);
}

// Numbers of a sum, all rounded to the same places, so that sums are taken of what is shown.
class Rounded {
public:
    explicit Rounded(double largest, int digits = kSumDigits)
        : largest_(largest), places_(placesFor(largest, digits)), unit_(std::pow(10.0, places_)) {}

    double operator()(double value) const {
        return whole() ? std::nearbyint(value * unit_) : value;
    }
    std::string text(double rounded) const {
        // + 0.0: there is no -0.
        return whole() ? fixed(rounded / unit_ + 0.0, places_)
                       : significant(rounded, kFactorDigits);
    }

private:
    bool whole() const { return largest_ < kLargestFixed; }

    double largest_;
    int places_;
    double unit_;
};

std::vector<std::size_t> largestFirst(const UnitCalculation& c) {
    std::vector<std::size_t> order(c.terms.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto size = [&](std::size_t term) {
        const double product = std::abs(c.terms[term].product());
        return std::isnan(product) ? HUGE_VAL : product;
    };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return size(a) > size(b) || (size(a) == size(b) && a < b);
    });
    return order;
}

// Of all numbers in a column, that are finite.
template <class Number>
double largestOf(const UnitCalculation& c, Number number) {
    double largest = 0;
    for (const UnitTerm& term : c.terms) {
        const double size = std::abs(number(term));
        largest = std::isfinite(size) ? std::max(largest, size) : largest;
    }
    return largest;
}

// Before the first line there is no sign, only its room.
std::string nameOf(std::size_t line, const std::string& name) {
    return (line == 0 ? "  " : "+ ") + name;
}

SumLine othersLine(const UnitCalculation& c, std::size_t line, const std::vector<std::size_t>& rest,
                   std::string sum) {
    SumLine result;
    result.label = "Other products";
    result.name = nameOf(line, grouped(rest.size()) + (rest.size() == 1 ? " other" : " others"));
    result.product = std::move(sum);
    std::size_t zeros = 0;
    for (const std::size_t term : rest) zeros += c.terms[term].product() == 0;
    result.help = "The products that are not in a line of their own; " + grouped(zeros) +
                  " of them are 0. What rounding leaves of the sum is here.";
    return result;
}

SumLine biasLine(const UnitCalculation& c, std::size_t line, std::string bias) {
    return {"Bias",
            nameOf(line, "bias"),
            "",
            "",
            std::move(bias),
            scientific(c.biasGradient, 2),
            scientific(c.biasUpdate, 2),
            "The bias, " + significant(c.bias, 7) + ", its gradient dL/db and its next change."};
}

std::string placed(double value, const Rounded& rounded) { return rounded.text(rounded(value)); }

// With some digits, whatever its size.
std::string readable(double value) {
    const double size = std::abs(value);
    const bool plain = value == 0 || (size >= 1e-4 && size < kLargestFixed);
    return plain ? placed(value, Rounded(size)) : scientific(value, 2);
}

}  // namespace

std::string channelName(const UnitCalculation& c, std::size_t channel) {
    static const char* const colours[] = {"R", "G", "B"};
    const bool image = !c.inputs.flat && c.inputs.channels == 3;
    return image ? colours[channel] : "#" + std::to_string(channel + 1);
}

std::string inputName(const UnitCalculation& c, std::size_t term) {
    const TermPlace at = placeOf(c.inputs, term);
    const std::string channel = channelName(c, at.channel);
    if (c.inputs.flat) return channel;
    return std::to_string(at.row + 1) + "," + std::to_string(at.column + 1) + " " + channel;
}

std::vector<SumLine> sumLines(const UnitCalculation& c, std::size_t most) {
    const std::vector<std::size_t> order = largestFirst(c);
    const std::size_t shown = std::min(most, order.size());
    const Rounded inputs(largestOf(c, [](const UnitTerm& t) { return t.input; }), kFactorDigits),
        weights(largestOf(c, [](const UnitTerm& t) { return t.weight; }), kFactorDigits);
    const Rounded rounded(std::max({largestOf(c, [](const UnitTerm& t) { return t.product(); }),
                                    std::abs(c.bias), std::abs(c.z)}));
    std::vector<SumLine> lines;
    double rest = rounded(c.z) - rounded(c.bias);
    for (std::size_t i = 0; i < shown; ++i) {
        const UnitTerm& term = c.terms[order[i]];
        const std::string name = inputName(c, order[i]);
        rest -= rounded(term.product());
        lines.push_back(
            {"Product " + std::to_string(i + 1), nameOf(i, name), placed(term.input, inputs),
             placed(term.weight, weights), placed(term.product(), rounded),
             scientific(term.gradient, 2), scientific(term.update, 2),
             "Input " + name + (term.padding ? ", beyond the edge," : "") + " is " +
                 significant(term.input, 7) + ", its weight " + significant(term.weight, 7) +
                 "; dL/dW is " + scientific(term.gradient, 3) + ", the next step adds " +
                 scientific(term.update, 3) + "."});
    }
    if (shown < order.size())
        lines.push_back(othersLine(
            c, lines.size(), {order.begin() + static_cast<std::ptrdiff_t>(shown), order.end()},
            rounded.text(rest)));
    lines.push_back(biasLine(c, lines.size(), placed(c.bias, rounded)));
    if (shown == order.size() && rest != 0 && std::isfinite(rest))
        lines.push_back({"Rounding", "+ rounding", "", "", rounded.text(rest), "", "",
                         "What rounding the lines above leaves of z."});
    SumLine sum{"Sum z", "= z", "", "", placed(c.z, rounded), "", "", ""};
    sum.help = "z is " + significant(c.z, 9) + ": what the activation is given.";
    lines.push_back(std::move(sum));
    return lines;
}

std::vector<ResultLine> resultLines(const UnitCalculation& c) {
    std::vector<ResultLine> lines;
    const bool pieces = !c.pieces.empty();
    if (pieces)
        lines.push_back({"piece",
                         std::to_string(c.piece + 1) + " of " + std::to_string(c.pieces.size()),
                         "The piece whose z is the largest: the output is its z, and the products "
                         "are its own."});
    lines.push_back({"f(z)", readable(c.f),
                     pieces ? "The largest of the pieces." : "What the unit gives: a = f(z)."});
    lines.push_back({"f'(z)", pieces ? "-" : readable(c.slope),
                     pieces
                         ? "maxout has no f' of its own: the gradient goes to the largest piece "
                           "as it is."
                         : "How steep the activation is at z: " + significant(c.slope, 7) + "."});
    lines.push_back({"dL/da", scientific(c.incoming, 2),
                     "The gradient that comes back to the output through all layers behind; L is "
                     "this image's loss."});
    lines.push_back({"dL/dz", scientific(c.zGradient, 2),
                     pieces ? "The gradient that passes on: dL/da of the largest piece."
                            : "The gradient that passes on: dL/da times f'(z)."});
    lines.push_back({"dL/db", scientific(c.biasGradient, 2),
                     c.maps ? "Of the bias: the sum of dL/dz over all places of the map."
                            : "Of the bias: dL/dz itself."});
    lines.push_back({"b +=", scientific(c.biasUpdate, 2),
                     "What the optimizer would add to the bias if this image alone were the next "
                     "batch."});
    lines.push_back(
        {"W +=",
         "\u2264 " + scientific(largestOf(c, [](const UnitTerm& t) { return t.update; }), 2),
         "No weight would change by more than this in the same step."});
    for (std::size_t i = 0; i < c.pieces.size(); ++i)
        lines.push_back({"z" + std::to_string(i + 1), readable(c.pieces[i]),
                         i == c.piece ? "z of the largest piece."
                                      : "z of a piece that is smaller: it gets no gradient."});
    return lines;
}

}  // namespace squash::ui
