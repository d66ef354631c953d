#include "ui/panels/charts.hpp"

#include <algorithm>
#include <cmath>

namespace squash::ui {
namespace {

bool usable(const EpochRecord& record) { return std::isfinite(record.validationLoss); }

Range extremes(std::span<const PlotPoint> points) {
    Range range{points.front().y, points.front().y};
    for (const PlotPoint& point : points)
        range = {std::min(range.low, point.y), std::max(range.high, point.y)};
    return range;
}

}  // namespace

void RunLines::clear(std::uint64_t generation) {
    generation_ = generation;
    for (auto* lines : {&batches_, &training_, &validation_})
        for (auto& line : *lines) line.clear();
}

// Epochs may differ in length where data arrived meanwhile: each step is placed within its own.
double RunLines::epochOf(std::uint64_t step, const Snapshot& snapshot) const {
    const auto& epochs = snapshot.history.epochs();
    const auto ended =
        std::lower_bound(epochs.begin(), epochs.end(), step,
                         [](const EpochRecord& e, std::uint64_t s) { return e.step < s; });
    const auto done = static_cast<double>(ended - epochs.begin());
    const std::uint64_t before = ended == epochs.begin() ? 0 : (ended - 1)->step;
    const std::uint64_t length = ended == epochs.end()
                                     ? std::max<std::uint64_t>(1, snapshot.stepsPerEpoch)
                                     : ended->step - before;
    return done + static_cast<double>(step - before) / static_cast<double>(length);
}

void RunLines::follow(const Snapshot& snapshot) {
    const History& history = snapshot.history;
    if (snapshot.generation != generation_ || history.steps() < batches_[0].size() ||
        history.epochs().size() < training_[0].size())
        clear(snapshot.generation);
    for (std::size_t i = batches_[0].size(); i < history.steps(); ++i) {
        const StepPoint point = history.stepAt(i);
        const double x = epochOf(point.step, snapshot);
        batches_[0].push_back({x, point.loss});
        batches_[1].push_back({x, point.accuracy});
    }
    for (std::size_t i = training_[0].size(); i < history.epochs().size(); ++i) {
        const EpochRecord& record = history.epochs()[i];
        const auto x = static_cast<double>(record.epoch);
        training_[0].push_back({x, record.loss});
        training_[1].push_back({x, record.accuracy});
        if (!usable(record)) continue;
        validation_[0].push_back({x, record.validationLoss});
        validation_[1].push_back({x, record.validationAccuracy});
    }
}

Range usualRange(const std::vector<PlotPoint>& points) {
    // Some two thousand of them say enough.
    std::vector<double> values;
    const std::size_t stride = std::max<std::size_t>(1, points.size() / 2000);
    for (std::size_t i = 0; i < points.size(); i += stride)
        if (std::isfinite(points[i].y)) values.push_back(points[i].y);
    if (values.empty()) return {0, 1};
    std::sort(values.begin(), values.end());
    const std::size_t last = values.size() - 1;
    return {values.front(), values[last - std::min(last, values.size() / 8)]};
}

Range ChartsPanel::fitX(const Snapshot& snapshot) const {
    const auto epochs = static_cast<double>(std::max<std::size_t>(1, snapshot.experiment.epochs));
    const double seen = lines_.lastEpoch();
    if (epochs <= 20 || seen * 1.25 >= epochs) return {0, epochs};
    // A long run is shown as far as it has come, in steps that do not make the picture crawl.
    const double step = niceStep(std::max(10.0, seen * 1.25) / 5);
    return {0, std::min(epochs, std::ceil(std::max(10.0, seen * 1.25) / step) * step)};
}

Range ChartsPanel::fitY(bool accuracy) const {
    Range range = usualRange(lines_.batches(accuracy));
    for (const auto* line : {&lines_.training(accuracy), &lines_.validation(accuracy)}) {
        if (line->empty()) continue;
        // The first epoch's mean carries the wild start; with a few more it need not set the scale.
        const std::size_t skip = line->size() > 3 ? 1 : 0;
        const Range of = extremes({line->begin() + static_cast<std::ptrdiff_t>(skip), line->end()});
        range = {std::min(range.low, of.low), std::max(range.high, of.high)};
    }
    if (accuracy)
        return {std::max(0.0, padded(range, 0.08).low), std::min(1.02, padded(range, 0.08).high)};
    const Range wide = padded(range, 0.06);
    // On a logarithmic axis the low end has to stay above zero.
    return {log_ ? std::max(wide.low, range.low * 0.8) : std::max(0.0, wide.low), wide.high};
}

std::vector<Series> ChartsPanel::series(const Ui& ui, bool accuracy) const {
    const Tokens& c = ui.colors();
    Series batches{.name = "each batch",
                   .points = lines_.batches(accuracy),
                   .color = c.series[0],
                   .textColor = c.dim,
                   .width = 1,
                   .faintness = 0.68f,
                   .stepped = true};
    Series training{.name = "training",
                    .points = lines_.training(accuracy),
                    .color = c.series[0],
                    .textColor = c.dim,
                    .width = 1.8f,
                    .faintness = 0.35f,
                    .endLabel = true,
                    .stepped = true};
    Series validation{.name = "validation",
                      .points = lines_.validation(accuracy),
                      .color = c.series[0],
                      .textColor = c.seriesText[0],
                      .width = 2.2f,
                      .dots = true,
                      .endLabel = true,
                      .stepped = true};
    return {std::move(batches), std::move(training), std::move(validation)};
}

void ChartsPanel::draw(const PanelContext& context, bool accuracy, const ImRect& row,
                       const ImRect& area) {
    Ui& ui = context.ui;
    const Snapshot& snapshot = context.driver.snapshot();
    lines_.follow(snapshot);
    if (generation_ != context.driver.generation()) {
        for (PlotView& view : views_) view.fit();
        generation_ = context.driver.generation();
    }
    const auto lines = series(ui, accuracy);
    PlotView& view = views_[accuracy];
    float end = row.Min.x;
    if (!accuracy && row.GetWidth() > 280) {
        const ImRect toggle(end, row.Min.y, end + 84, row.Max.y);
        if (checkbox(ui, toggle, log_,
                     {.label = "Log axis", .help = "Loss on a logarithmic axis."}))
            log_ = !log_;
        end = toggle.Max.x + 8;
    }
    legend(ui, {{end, row.Min.y}, row.Max}, lines, view);
    const PlotSpec spec{.label = accuracy ? "Accuracy chart" : "Loss chart",
                        .series = lines,
                        .fitX = fitX(snapshot),
                        .fitY = fitY(accuracy),
                        .logY = log_ && !accuracy,
                        .xName = "epoch",
                        .xPlaces = 2,
                        .snapX = true,
                        .empty = context.driver.playing()
                                     ? "Every batch will be drawn here."
                                     : "Every batch will be drawn here: press Play."};
    plot(ui, area, spec, view);
}

}  // namespace squash::ui
