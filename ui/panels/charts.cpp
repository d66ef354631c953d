#include "ui/panels/charts.hpp"

#include <algorithm>
#include <cmath>

namespace squash::ui {
namespace {

bool usable(const EpochRecord& record) { return std::isfinite(record.validationLoss); }

// A start that takes more than this times the room of all the rest is left out.
constexpr double kWildStart = 4;
constexpr double kLineContrast = 3, kFaintContrast = 2.2;
// A chart's row with less room than this has no choice of that axis: the legend is worth more.
constexpr float kRoomForLogY = 220, kRoomForLogX = 350;

Range including(const Range& range, double value) {
    if (!std::isfinite(value)) return range;
    return {std::min(range.low, value), std::max(range.high, value)};
}

// Of the epochs' means and validation, from the skip-th on, and what `range` holds already.
Range withEpochs(Range range, const RunLines& lines, bool accuracy, std::size_t skip) {
    for (const auto* line : {&lines.training(accuracy), &lines.validation(accuracy)})
        for (std::size_t i = line->size() > 3 ? skip : 0; i < line->size(); ++i)
            range = including(range, (*line)[i].y);
    return range;
}

Range shownRange(const RunLines& lines, bool accuracy) {
    const Range whole = withEpochs(lines.batchRange(accuracy), lines, accuracy, 0);
    if (!(whole.high >= whole.low)) return {0, 1};
    // The first epoch's mean carries the wild start; with a few more it need not set the scale.
    const Range rest = withEpochs(usualRange(lines.batches(accuracy)), lines, accuracy, 1);
    const bool wild = !accuracy && whole.span() > kWildStart * rest.span();
    return wild ? rest : whole;
}

}  // namespace

void RunLines::clear(std::uint64_t generation) {
    generation_ = generation;
    for (auto* lines : {&batches_, &training_, &validation_})
        for (auto& line : *lines) line.clear();
    batchRange_.fill(kNoValues);
}

void RunLines::follow(const Snapshot& snapshot) {
    const History& history = snapshot.history;
    if (snapshot.generation != generation_ || history.steps() < batches_[0].size() ||
        history.epochs().size() < training_[0].size())
        clear(snapshot.generation);
    const auto stepsPerEpoch =
        static_cast<double>(std::max<std::uint64_t>(1, snapshot.stepsPerEpoch));
    for (std::size_t i = batches_[0].size(); i < history.steps(); ++i) {
        const StepPoint point = history.stepAt(i);
        const double x = static_cast<double>(point.step) / stepsPerEpoch;
        batches_[0].push_back({x, point.loss});
        batches_[1].push_back({x, point.accuracy});
        batchRange_[0] = including(batchRange_[0], point.loss);
        batchRange_[1] = including(batchRange_[1], point.accuracy);
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

Range fitRange(const RunLines& lines, bool accuracy, bool log) {
    const Range range = shownRange(lines, accuracy);
    if (accuracy)
        return {std::max(0.0, padded(range, 0.08).low), std::min(1.02, padded(range, 0.08).high)};
    const Range wide = padded(range, 0.06);
    // On a logarithmic axis the low end has to stay above zero.
    return {log ? std::max(wide.low, range.low * 0.8) : std::max(0.0, wide.low), wide.high};
}

std::vector<Series> chartSeries(const Tokens& c, const RunLines& lines, bool accuracy) {
    const auto faint = [&c](float wanted, double leastContrast) {
        return visibleFaintness(c.series[0], c.panel, wanted, leastContrast);
    };
    // Until two epochs are done there is no other line to see.
    const bool alone = lines.training(accuracy).size() < 2;
    Series batches{.name = "each batch",
                   .points = lines.batches(accuracy),
                   .color = c.series[0],
                   .textColor = c.dim,
                   .width = 1,
                   .faintness = alone ? faint(0.2f, kLineContrast) : faint(0.68f, kFaintContrast),
                   .stepped = true,
                   .shortName = "batch"};
    Series training{.name = "training",
                    .points = lines.training(accuracy),
                    .color = c.series[0],
                    .textColor = c.dim,
                    .width = 1.8f,
                    .faintness = faint(0.35f, kLineContrast),
                    .endLabel = true,
                    .stepped = true,
                    .shortName = "train"};
    Series validation{.name = "validation",
                      .points = lines.validation(accuracy),
                      .color = c.series[0],
                      .textColor = c.seriesText[0],
                      .width = 2.2f,
                      .dots = true,
                      .endLabel = true,
                      .stepped = true};
    return {std::move(batches), std::move(training), std::move(validation)};
}

float ChartsPanel::drawScales(Ui& ui, bool accuracy, const ImRect& row) {
    float end = row.Min.x;
    const auto toggle = [&](float width, bool on, const ControlText& text) {
        const ImRect box(end, row.Min.y, end + width, row.Max.y);
        end = box.Max.x + 8;
        return checkbox(ui, box, on, text);
    };
    if (!accuracy && row.GetWidth() > kRoomForLogY &&
        toggle(50, log_, {.label = "Log", .help = "Loss on a logarithmic axis."}))
        log_ = !log_;
    if (row.GetWidth() > kRoomForLogX &&
        toggle(64, logX_,
               {.label = "Log x",
                .help = "Epochs on a logarithmic axis, from the first step on: the first steps get "
                        "room."})) {
        logX_ = !logX_;
        for (PlotView& view : views_) view.x.reset();  // it was meant for the other axis
    }
    return end;
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
    const auto lines = chartSeries(ui.colors(), lines_, accuracy);
    PlotView& view = views_[accuracy];
    const float end = drawScales(ui, accuracy, row);
    const Range linear = fitX(snapshot);
    const Range sinceFirstStep{
        1 / static_cast<double>(std::max<std::uint64_t>(1, snapshot.stepsPerEpoch)), linear.high};
    const bool logX =
        logX_ && row.GetWidth() > kRoomForLogX && sinceFirstStep.low < sinceFirstStep.high;
    legend(ui, {{end, row.Min.y}, row.Max}, lines, view);
    const PlotSpec spec{.label = accuracy ? "Accuracy chart" : "Loss chart",
                        .series = lines,
                        .fitX = logX ? sinceFirstStep : linear,
                        .fitY = fitRange(lines_, accuracy, log_),
                        .logX = logX,
                        .logY = log_ && !accuracy,
                        .xName = "epoch",
                        .xPlaces = logX ? 4 : 2,  // its first steps are small parts of an epoch
                        .snapX = true,
                        .empty = context.driver.playing()
                                     ? "Every batch will be drawn here."
                                     : "Every batch will be drawn here: press Play."};
    plot(ui, area, spec, view);
}

}  // namespace squash::ui
