#include "ui/panels/curve_lines.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace squash::ui {
namespace {

constexpr int kSamples = 640;
// What a formula near a pole reaches would leave the rest of the curve flat.
constexpr double kHighest = 1e6;
constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

// Of the finite values, up to kHighest; -1..1 where there are none.
Range valuesOf(const std::vector<PlotPoint>& points) {
    Range range{kHighest, -kHighest};
    for (const PlotPoint& p : points) {
        if (!std::isfinite(p.y)) continue;
        range.low = std::min(range.low, std::max(p.y, -kHighest));
        range.high = std::max(range.high, std::min(p.y, kHighest));
    }
    return range.low <= range.high ? range : Range{-1, 1};
}

std::vector<double> places(Range x, const FunctionShape& shape) {
    std::vector<double> result;
    for (int i = 0; i <= kSamples; ++i)
        result.push_back(std::lerp(x.low, x.high, static_cast<double>(i) / kSamples));
    const double near = x.span() * 1e-7;
    for (const Break& at : shape.breaks)
        if (at.x > x.low && at.x < x.high)
            result.insert(result.end(), {at.x - near, at.x, at.x + near});
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

bool breaksAt(const FunctionShape& shape, double x, bool jump) {
    const auto at = std::ranges::lower_bound(shape.breaks, x, {}, &Break::x);  // ascending
    return at != shape.breaks.end() && at->x == x && (at->jump || !jump);
}

}  // namespace

std::string nameOf(const Activation& activation) {
    constexpr std::size_t most = 26;  // letters
    if (activation.formula) return "formula";
    const std::string name = toText(activation);
    return name.size() <= most ? name : std::string(activation.entry->name);
}

void nameApart(std::vector<std::string>& names) {
    const std::vector<std::string> given = names;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto before =
            std::count(given.begin(), given.begin() + static_cast<std::ptrdiff_t>(i), given[i]);
        if (before > 0) names[i] += " " + std::to_string(before + 1);
    }
}

Range alignedTo(Range f, Range values) {
    const double zero = std::clamp(-f.low / f.span(), 0.02, 0.98), ratio = zero / (1 - zero);
    const double high = std::max({values.high, -values.low / ratio, 1e-3}) * 1.1;
    return {-ratio * high, high};
}

bool CurveLines::follow(const Activation& activation, Range x) {
    const bool other = activation_ != activation;
    if (!other && sampled_ == x) return false;
    if (other) {
        activation_ = activation;
        shape_ = shapeOf(activation);
        sample(kCurveX);
        const Range f = valuesOf(f_);
        fRange_ = padded({std::min(f.low, 0.0), std::max(f.high, 0.0)}, kFitPad);
        dfRange_ = valuesOf(df_);
        ddfRange_ = valuesOf(ddf_);
    }
    if (sampled_ != x) sample(x);
    return other;
}

double CurveLines::curvature(double x) const {
    const Formula& formula = formulaOf(*activation_);
    return formula.evaluate(x, {activation_->parameters.data(), formula.parameters().size()}).ddf;
}

void CurveLines::sample(Range x) {
    sampled_ = x;
    for (auto* points : {&f_, &df_, &ddf_}) points->clear();
    for (const double at : places(x, shape_)) {
        const ActivationValue value = evaluate(*activation_, at);
        // A line must not lead over a jump: f' has one at a kink.
        f_.push_back({at, breaksAt(shape_, at, true) ? kNoNumber : value.f});
        df_.push_back({at, breaksAt(shape_, at, false) ? kNoNumber : value.df});
        ddf_.push_back({at, breaksAt(shape_, at, false) ? kNoNumber : curvature(at)});
    }
}

}  // namespace squash::ui
