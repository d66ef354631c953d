// What the curve's plot draws: the lines, kinks and jumps, the saturated parts, and a layer's values.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "ui/panels/curve.hpp"

namespace squash::ui {
namespace {

constexpr std::ptrdiff_t kMostMarks = 200;
const double kFar = 1e4 * kCurveX.span();  // where a span ends that has no end

Series lineOf(const Tokens& c, const std::vector<PlotPoint>& points, std::size_t color) {
    return {.points = points,
            .color = c.series[color],
            .textColor = c.seriesText[color],
            .width = 2.5f,
            .dash = kSeriesDashes[color],
            .places = 5};
}

// Of the values in the span: each bin's belong to the first span that it touches.
std::uint64_t countIn(const LayerValues& values, const ShadedSpan& span, double before) {
    const double width = (values.wanted.to - values.wanted.from) / kValueBins;
    const auto holds = [&span](double x) { return span.from <= x && x <= span.to; };
    std::uint64_t count = holds(values.wanted.from) ? values.saturatedBelow : 0;
    if (holds(values.wanted.to)) count += values.saturatedAbove;
    for (std::size_t i = 0; i < kValueBins; ++i) {
        const double left = values.wanted.from + width * static_cast<double>(i);
        if (left + width > span.from && left <= span.to && left > before)
            count += values.saturatedBins[i];
    }
    return count;
}

// What lies beyond the counted range is told as one number: it belongs to a span that reaches there only where no
// other one does.
bool countable(const std::vector<Interval>& all, const Interval& span, const ValuesWanted& wanted) {
    return std::ranges::none_of(all, [&](const Interval& other) {
        const bool isOther = other.from != span.from;
        return isOther && ((span.from <= wanted.from && other.from < wanted.from) ||
                           (span.to >= wanted.to && other.to > wanted.to));
    });
}

}  // namespace

std::vector<CurvePanel::Drawn> CurvePanel::drawn() const {
    std::vector<Drawn> all{{&main_, mainColor_, {}}};
    for (const Compared& each : others())
        if (each.lines.activation() != main_.activation())
            all.push_back({&each.lines, each.color, {}});
    if (learned_) all.push_back({&learned_->lines, learned_->color, {}, true});
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const Drawn& each : all) {
        const Activation& own = each.lines->activation();
        names.push_back(each.learned           ? std::string(own.entry->name) + " now"
                        : each.lines == &main_ ? mainName_
                                               : nameOf(own));
    }
    nameApart(names);
    for (std::size_t i = 0; i < all.size(); ++i) all[i].name = names[i];
    return all;
}

// Alone, f' has a colour of its own; beside others each function has one colour and one kind of line.
std::vector<Series> CurvePanel::series(const Ui& ui) const {
    const Tokens& c = ui.colors();
    std::vector<Series> all;
    const std::vector<Drawn> drawn = this->drawn();
    const bool alone = drawn.size() == 1;
    for (const Drawn& each : drawn) {
        const CurveLines& lines = *each.lines;
        const std::string& name = each.name;
        const std::string line = each.line();
        const std::size_t color = each.color;
        all.push_back(lineOf(c, lines.f(), color));
        all.back().exact = [&lines](double x) { return evaluate(lines.activation(), x).f; };
        all.back().name = line;
        all.back().cardName = alone ? "f" : name;
        all.back().shortName = name;
        all.back().main = &lines == &main_;
        all.back().tangent = tangent_ && slope_;
        const auto derivative = [&](const std::vector<PlotPoint>& points, const char* mark,
                                    std::size_t own, Dash dash,
                                    std::function<double(double)> exact) {
            Series slopes = lineOf(c, points, alone ? own : color);
            slopes.name = alone ? std::string(mark) + "(x), right axis" : name + " " + mark;
            slopes.shortName = std::string(mark) + "(x)";
            slopes.cardName = alone ? mark : "  " + std::string(mark);
            slopes.group = alone ? "" : line;
            slopes.width = alone ? 2.0f : 1.4f;
            slopes.dash = alone ? dash : slopes.dash;
            slopes.rightAxis = true;
            slopes.exact = std::move(exact);
            all.push_back(std::move(slopes));
        };
        if (slope_)
            derivative(lines.df(), "f'", 1, Dash::Dashed,
                       [&lines](double x) { return evaluate(lines.activation(), x).df; });
        if (curvature_)
            derivative(lines.ddf(), "f''", 2, Dash::Dotted,
                       [&lines](double x) { return lines.curvature(x); });
    }
    return all;
}

std::vector<PlotMark> CurvePanel::marks(const Ui& ui) const {
    const Tokens& c = ui.colors();
    std::vector<PlotMark> all;
    const Range x = view_.x.value_or(kCurveX);
    for (const Drawn& each : drawn()) {
        const auto& breaks = each.lines->shape().breaks;  // ascending
        const auto first = std::ranges::lower_bound(breaks, x.low, {}, &Break::x),
                   last = std::ranges::upper_bound(breaks, x.high, {}, &Break::x);
        if (last - first > kMostMarks) continue;  // they would cover the line
        for (const Break& at : std::ranges::subrange(first, last)) {
            const double f = evaluate(each.lines->activation(), at.x).f;
            PlotMark mark{at.x, f, c.series[each.color], true, true, each.line()};
            if (!at.jump) {
                all.push_back(mark);
                continue;
            }
            mark.small = false;
            for (const double side : {at.left, at.right}) {
                mark.y = side;
                mark.hollow = std::abs(side - f) > 1e-6 * (1 + std::abs(f));
                all.push_back(mark);
            }
        }
    }
    return all;
}

std::vector<ShadedSpan> CurvePanel::saturated(const Ui& ui, const LayerValues* values) const {
    const Tokens& c = ui.colors();
    std::vector<ShadedSpan> spans;
    double before = -kFar;
    const std::vector<Interval>& all = inForce().shape().saturated;
    for (const Interval& flat : all) {
        ShadedSpan span{std::max(flat.from, -kFar),
                        std::min(flat.to, kFar),
                        c.bad,
                        c.saturationAlpha,
                        "saturated",
                        c.badText};
        if (values != nullptr && countable(all, flat, values->wanted))
            span.label += " " + percent(static_cast<double>(countIn(*values, span, before)) /
                                        static_cast<double>(values->count));
        before = span.to;
        spans.push_back(std::move(span));
    }
    addStripes(c, spans);
    return spans;
}

// Beside others each function's own saturated part is a stripe in its colour, the chosen one's lowest.
void CurvePanel::addStripes(const Tokens& c, std::vector<ShadedSpan>& spans) const {
    const std::size_t shaded = spans.size();
    std::size_t stripe = 0;
    for (const Drawn& each : drawn()) {
        if (!view_.shows(each.line())) continue;
        ++stripe;
        for (const Interval& flat : each.lines->shape().saturated)
            spans.push_back({.from = std::max(flat.from, -kFar),
                             .to = std::min(flat.to, kFar),
                             .color = c.series[each.color],
                             .alpha = 1,
                             .stripe = stripe});
    }
    if (stripe < 2) {
        spans.resize(shaded);
    } else if (spans.size() > shaded) {
        spans.back().label = "saturated, each";
        spans.back().labelColor = c.dim;
    }
}

PlotBars CurvePanel::bars(const Ui& ui, const LayerValues* values, bool saturated) const {
    if (values == nullptr) return {};
    const Tokens& c = ui.colors();
    PlotBars bars{.from = values->wanted.from,
                  .to = values->wanted.to,
                  .color = c.histogram,
                  .edge = c.histogramEdge,
                  .markedColor = c.saturated,
                  .markedEdge = c.saturatedEdge};
    const auto most = static_cast<double>(std::ranges::max(values->bins));
    const auto share = [most](std::uint64_t count) {
        return most > 0 ? static_cast<double>(count) / most : 0;
    };
    std::ranges::transform(values->bins, std::back_inserter(bars.heights), share);
    if (saturated)
        std::ranges::transform(values->saturatedBins, std::back_inserter(bars.marked), share);
    return bars;
}

// Thin, behind the curve that is the largest of them.
std::vector<Series> CurvePanel::pieceLines(const Tokens& c,
                                           const std::vector<StraightLine>& pieces) {
    const Range x = view_.x.value_or(kCurveX);
    pieceEnds_.clear();
    for (const StraightLine& piece : pieces)
        pieceEnds_.push_back({PlotPoint{x.low, piece.slope * x.low + piece.offset},
                              PlotPoint{x.high, piece.slope * x.high + piece.offset}});
    std::vector<Series> all;
    all.reserve(pieceEnds_.size());
    for (std::size_t i = 0; i < pieceEnds_.size(); ++i)
        all.push_back({.name = "piece " + std::to_string(i + 1),
                       .points = pieceEnds_[i],
                       .color = c.dim,
                       .textColor = c.dim,
                       .width = 1.2f,
                       .inCard = false});
    return all;
}

}  // namespace squash::ui
