#include "ui/panels/curve.hpp"

#include <algorithm>
#include <cmath>

namespace squash::ui {
namespace {

constexpr Range kFitX{-8, 8};
constexpr int kSamples = 640;
constexpr double kSaturated = 0.05;  // |f'| below it, as docs and `squash probe` define it

// Places where some activation has a kink or a jump of f'; sampled on both sides.
constexpr double kKinks[] = {-3, -2.5, -1, -0.5, 0, 0.5, 1, 2.5, 3, 6};

// What a formula near a pole reaches would leave the rest of the curve flat.
constexpr double kHighest = 1e6;

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

// A range for f' whose zero lies at the same height as that of f.
Range aligned(Range values, Range f) {
    const double zero = std::clamp(-f.low / f.span(), 0.02, 0.98), ratio = zero / (1 - zero);
    const double high = std::max({values.high, -values.low / ratio, 1e-3}) * 1.1;
    return {-ratio * high, high};
}

std::vector<double> places(Range x) {
    std::vector<double> result;
    for (int i = 0; i <= kSamples; ++i)
        result.push_back(std::lerp(x.low, x.high, static_cast<double>(i) / kSamples));
    const double near = x.span() * 1e-7;
    for (const double kink : kKinks)
        if (kink > x.low && kink < x.high) result.insert(result.end(), {kink - near, kink + near});
    std::sort(result.begin(), result.end());
    return result;
}

}  // namespace

void CurvePanel::sample(const Activation& activation, Range x) {
    if (sampled_ == activation && sampledX_ == x) return;
    sampled_ = activation;
    sampledX_ = x;
    f_.clear();
    df_.clear();
    for (const double at : places(x)) {
        const ActivationValue value = evaluate(activation, at);
        f_.push_back({at, value.f});
        df_.push_back({at, value.df});
    }
}

void CurvePanel::fit(const Activation& activation) {
    sample(activation, kFitX);
    const Range f = valuesOf(f_);
    fitY_ = padded({std::min(f.low, 0.0), std::max(f.high, 0.0)}, 0.1);
    fitRight_ = aligned(valuesOf(df_), fitY_);
}

std::array<Series, 2> CurvePanel::series(const Ui& ui, const Activation& activation) const {
    const Tokens& c = ui.colors();
    const std::string name(activation.entry->name);
    Series f{.name = name + " f(x)",
             .points = f_,
             .color = c.series[0],
             .textColor = c.seriesText[0],
             .width = 2.5f,
             .places = 5,
             .cardName = "f"};
    Series df{.name = "f'(x), right axis",
              .points = df_,
              .color = c.series[1],
              .textColor = c.seriesText[1],
              .width = 2,
              .dash = Dash::Dashed,
              .rightAxis = true,
              .places = 5,
              .cardName = "f'"};
    return {std::move(f), std::move(df)};
}

std::vector<ShadedSpan> CurvePanel::saturated(const Ui& ui) const {
    const Tokens& c = ui.colors();
    std::vector<ShadedSpan> spans;
    for (std::size_t i = 0; i < df_.size();) {
        if (!(std::abs(df_[i].y) < kSaturated)) {  // also where there is no slope
            ++i;
            continue;
        }
        const std::size_t first = i;
        while (i < df_.size() && std::abs(df_[i].y) < kSaturated) ++i;
        if (i - first > 2)
            spans.push_back(
                {df_[first].x, df_[i - 1].x, c.bad, c.saturationAlpha, "saturated", c.badText});
    }
    return spans;
}

void CurvePanel::draw(const PanelContext& context, const ImRect& header, const ImRect& box,
                      const Activation& activation) {
    if (sampled_ != activation) {
        fit(activation);
        view_.fit();
    }
    sample(activation, view_.x.value_or(kFitX));
    const auto lines = series(context.ui, activation);
    legend(context.ui, header, lines, view_);
    PlotSpec spec{.label = "Activation curve",
                  .series = {lines.begin(), lines.end()},
                  .spans = saturated(context.ui),
                  .fitX = kFitX,
                  .fitY = fitY_,
                  .fitRight = fitRight_,
                  .rightAxis = true,
                  .xName = "x",
                  .zeroLine = true};
    plot(context.ui, box, spec, view_);
}

}  // namespace squash::ui
