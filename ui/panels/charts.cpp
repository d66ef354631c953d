#include "ui/panels/charts.hpp"

#include <algorithm>
#include <cmath>

namespace squash::ui {
namespace {

constexpr float kLineContrast = 3, kFaintContrast = 2.2f, kLegendRow = 24, kViewWidth = 74,
                kLogWidth = 50, kLegendWidth = 250;

struct NamedAxis {
    RunAxis axis;
    const char *option, *name;
    int places;
};
constexpr std::array<NamedAxis, 3> kAxes{
    {{RunAxis::Epochs, "over epochs", "epoch", 2},
     {RunAxis::Steps, "over steps", "step", 0},
     {RunAxis::Seconds, "over seconds of computing", "seconds", 1}}};
struct NamedSmoothing {
    double weight;
    const char* option;
};
constexpr std::array<NamedSmoothing, 4> kSmoothings{{{0, "every batch as it is"},
                                                     {0.6, "smoothed a little (0.6)"},
                                                     {0.9, "smoothed (0.9)"},
                                                     {0.98, "smoothed much (0.98)"}}};

const NamedAxis& infoOf(RunAxis axis) {
    return *std::ranges::find_if(kAxes, [axis](const NamedAxis& a) { return a.axis == axis; });
}

// In place of a chart that has no line yet.
const char* emptyNote(const Driver& driver) {
    if (driver.snapshot().step > 0) return "One step is done: the second one makes a line.";
    return driver.playing() ? "Every batch will be drawn here."
                            : "Every batch will be drawn here: press Play.";
}

}  // namespace

std::vector<Series> chartSeries(const Tokens& c, const RunLines& lines, bool accuracy,
                                bool smooth) {
    const auto faint = [&c](float wanted, double leastContrast) {
        return visibleFaintness(c.series[0], c.panel, wanted, leastContrast);
    };
    // Until two epochs are done there is no other line to see.
    const bool alone = lines.training(accuracy).size() < 2 && !smooth;
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
    if (!smooth) return {std::move(batches), std::move(training), std::move(validation)};
    Series smoothed{.name = "smoothed",
                    .points = lines.smoothed(accuracy),
                    .color = c.series[1],
                    .textColor = c.seriesText[1],
                    .width = 1.4f,
                    .dash = Dash::Solid,
                    .stepped = true};
    return {std::move(batches), std::move(smoothed), std::move(training), std::move(validation)};
}

std::vector<Series> entrantSeries(const Tokens& c, const RunLines& lines, bool accuracy,
                                  const std::pair<std::size_t, std::string>& entrant) {
    const auto& [index, name] = entrant;
    const auto line = [&](const std::vector<PlotPoint>& points, float width, float faintness) {
        return Series{.points = points,
                      .color = c.series[index],
                      .textColor = c.seriesText[index],
                      .width = width,
                      .dash = kSeriesDashes[index],
                      .faintness = faintness,
                      .inCard = false,
                      .stepped = true,
                      .group = name};
    };
    const bool validated = !lines.validation(accuracy).empty();
    Series batches = line(lines.batches(accuracy), 1, 0.75f);
    batches.name = name + " batches";
    batches.dash = Dash::Solid;
    Series smoothed = line(lines.smoothed(accuracy), 1.3f, validated ? 0.4f : 0.0f);
    smoothed.name = name + " training";
    smoothed.cardName = validated ? name + " training" : name;
    smoothed.inCard = !validated;
    Series validation = line(lines.validation(accuracy), 2.2f, 0);
    validation.name = name;
    validation.group = "";
    validation.dots = validation.inCard = validation.endLabel = true;
    return {std::move(batches), std::move(smoothed), std::move(validation)};
}

void ChartsPanel::follow(const Driver& driver) {
    const std::size_t runs = std::max<std::size_t>(1, driver.entrants().size());
    lines_.resize(runs);
    racing_ = driver.racing();
    for (std::size_t i = 0; i < runs; ++i)
        lines_[i].follow(driver.runner(i), {driver.runNumber(i), driver.snapshot().restored, axis_,
                                            smoothing_[racing_]});
    // Another one is shown, or it starts again.
    const std::uint64_t run = driver.runNumber(driver.shownEntrant());
    if (run_ == run) return;
    for (PlotView& view : views_) view.fit();
    run_ = run;
}

Range ChartsPanel::fitX(const Driver& driver) const {
    double seen = 0, whole = 1;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        const RunnerState& run = driver.runner(i);
        const Experiment& experiment =
            driver.racing() ? driver.entrants()[i].experiment : driver.experiment();
        const auto epochs = static_cast<double>(std::max<std::size_t>(1, experiment.epochs));
        const double done = lines_[i].last();
        seen = std::max(seen, done);
        if (axis_ == RunAxis::Epochs) whole = std::max(whole, epochs);
        if (axis_ == RunAxis::Steps)
            whole = std::max(whole, epochs * static_cast<double>(run.stepsPerEpoch));
        if (axis_ == RunAxis::Seconds && run.epoch > 0)
            whole = std::max(whole, run.seconds * epochs / run.epoch);
    }
    whole = std::max(whole, seen);  // one may have done more than is wanted of it now
    // What is foreseen of the seconds moves all the time.
    const double least = axis_ == RunAxis::Epochs ? 10 : whole / 10;
    if (axis_ != RunAxis::Seconds &&
        ((axis_ == RunAxis::Epochs && whole <= 20) || seen * 1.25 >= whole))
        return {0, whole};
    // A long run is shown as far as it has come, in steps that do not make the picture crawl.
    const double wanted = std::max(least, seen * 1.25), step = niceStep(wanted / 5);
    return {0, std::min(axis_ == RunAxis::Seconds ? 1e12 : whole, std::ceil(wanted / step) * step)};
}

// Of the first step of any run; 0 before there is one.
double ChartsPanel::firstX() const {
    double first = 0;
    for (const RunLines& lines : lines_)
        if (const auto& points = lines.batches(false); !points.empty())
            first = first > 0 ? std::min(first, points.front().x) : points.front().x;
    return first;
}

Range ChartsPanel::fitY(bool accuracy) const {
    Range all = kNoValues;
    for (const RunLines& lines : lines_) {
        if (lines.batches(accuracy).empty()) continue;
        const Range range = fitRange(lines, accuracy, log_);
        all = {std::min(all.low, range.low), std::max(all.high, range.high)};
    }
    return all.low <= all.high ? all : Range{0, 1};
}

std::vector<Series> ChartsPanel::series(const PanelContext& context, bool accuracy) const {
    const Tokens& c = context.ui.colors();
    const auto& entrants = context.driver.entrants();
    if (entrants.empty()) return chartSeries(c, lines_.front(), accuracy, smoothing_[racing_] > 0);
    // All that is faint behind all that is not.
    std::vector<Series> faint, clear;
    for (std::size_t i = 0; i < entrants.size(); ++i) {
        auto own = entrantSeries(c, lines_[i], accuracy, {i, entrants[i].name});
        clear.push_back(std::move(own.back()));
        own.pop_back();
        std::ranges::move(own, std::back_inserter(faint));
    }
    std::ranges::move(clear, std::back_inserter(faint));
    return faint;
}

// What is on the x axis, and how smooth.
void ChartsPanel::drawView(const PanelContext& context, const ImRect& box) {
    ComboSpec list{
        .text = {.label = "Chart view", .help = "What x is, and how smooth the batches are."},
        .options = {},
        .shown = "View",
        .flat = true};
    const auto add = [&list](const std::string& text, bool on) {
        list.options.push_back(text + (on ? "  \u2713" : ""));
    };
    for (const NamedAxis& axis : kAxes) add(axis.option, axis.axis == axis_);
    for (const NamedSmoothing& each : kSmoothings)
        add(each.option, each.weight == smoothing_[racing_]);
    add("x on a logarithmic axis", logX_);
    list.ruled = {kAxes.size(), list.options.size() - 1};
    list.chosen = list.options.size();
    const auto chosen = combo(context.ui, box, list);
    if (!chosen) return;
    if (*chosen + 1 == list.options.size() || *chosen < kAxes.size())
        for (PlotView& view : views_) view.x.reset();  // it was meant for the other axis
    if (*chosen + 1 == list.options.size()) {
        logX_ = !logX_;
    } else if (*chosen < kAxes.size()) {
        axis_ = kAxes[*chosen].axis;
    } else {
        smoothing_[racing_] = kSmoothings[*chosen - kAxes.size()].weight;
    }
}

// The choices from the left; returns what is left of the row for the legend.
ImRect ChartsPanel::drawChoices(const PanelContext& context, bool accuracy, const ImRect& row) {
    float end = row.Min.x;
    const auto take = [&](float width) {
        const ImRect box(end, row.Min.y, end + width, row.Max.y);
        end += width + 8;
        return box;
    };
    if (row.GetWidth() >= kViewWidth) drawView(context, take(kViewWidth));
    if (!accuracy && row.Max.x - end >= kLogWidth &&
        checkbox(context.ui, take(kLogWidth), log_,
                 {.label = "Log", .help = "Loss on a logarithmic axis."}))
        log_ = !log_;
    return {{end, row.Min.y}, row.Max};
}

void ChartsPanel::draw(const PanelContext& context, bool accuracy, const ImRect& row,
                       const ImRect& area) {
    Ui& ui = context.ui;
    const Driver& driver = context.driver;
    follow(driver);
    const auto lines = series(context, accuracy);
    PlotView& view = views_[accuracy];
    Stack rows(area, 0);
    // In a row of their own where they would not be whole.
    const float choices = kViewWidth + kLogWidth + 16;
    const bool own = driver.racing() || row.GetWidth() < choices + kLegendWidth;
    const ImRect line = own ? rows.take(kLegendRow) : row;
    const bool above = row.GetWidth() >= choices;
    const ImRect rest = drawChoices(context, accuracy, above ? row : line);
    legend(ui, own && above ? line : rest, lines, view);
    const NamedAxis& axis = infoOf(axis_);
    const Range linear = fitX(driver), sinceFirst{firstX(), linear.high};
    const bool logX = logX_ && 0 < sinceFirst.low && sinceFirst.low < sinceFirst.high;
    const PlotSpec spec{.label = accuracy ? "Accuracy chart" : "Loss chart",
                        .series = lines,
                        .fitX = logX ? sinceFirst : linear,
                        .fitY = fitY(accuracy),
                        .logX = logX,
                        .logY = log_ && !accuracy,
                        .xName = axis.name,
                        // The first steps are small parts of an epoch.
                        .xPlaces = logX && axis_ == RunAxis::Epochs ? 4 : axis.places,
                        .snapX = true,
                        .empty = emptyNote(driver)};
    plot(ui, rows.rest(), spec, view);
}

}  // namespace squash::ui
