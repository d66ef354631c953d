#include "ui/panels/race_columns.hpp"

#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "squash/training/advice.hpp"
#include "squash/training/best_epoch.hpp"
#include "ui/panels/race_table.hpp"
#include "ui/widgets/controls.hpp"
#include "ui/widgets/format.hpp"

namespace squash::ui {
namespace {

constexpr float kRow = 28, kTallRow = 46, kMark = 26, kIcon = 24;

bool hasAllColumns(float width) { return width > 620; }
// Room for the name of the layer beside its share; else it stands below.
bool hasLayerNames(float width) { return width > 760; }

bool shown(const ImRect& column) { return column.GetWidth() > 0; }

std::string shareText(double share) { return std::isfinite(share) ? percent(share) : "-"; }

// The share of that layer which has most, with its name where there is room: another one's stands elsewhere.
struct LayerShare {
    double share;
    std::string layer;
    std::string named() const { return (share > 0 ? layer + " " : "") + shareText(share); }
};
LayerShare layerShare(const Experiment& experiment, double share, std::size_t layer) {
    const std::vector<std::string> titles = layerTitles(experiment.network);
    return {share, layer < titles.size() ? titles[layer] : ""};
}

// As wide as its column, also of a loss that has grown beyond bounds.
std::string lossText(double loss) {
    return std::abs(loss) < 1000 ? fixed(loss, 3) : shortNumber(loss, 2);
}

struct Numbers {
    const std::string& name;
    const RunnerState& run;
    LayerShare dead, flat;
};
Numbers numbersOf(const Entrant& entrant, const RunnerState& run) {
    return {entrant.name, run, layerShare(entrant.experiment, run.deadShare, run.deadLayer),
            layerShare(entrant.experiment, run.saturatedShare, run.saturatedLayer)};
}

void drawNumbers(Ui& ui, const RaceColumns& c, const Numbers& numbers) {
    const auto& [name, run, dead, flat] = numbers;
    const Tokens& t = ui.colors();
    const EpochRecord* best = bestEpoch(run.history);
    const TextStyle strong{Font::NumberSmall, t.text, Align::Right},
        plain{Font::NumberSmall, t.dim, Align::Right};
    const auto put = [&](const ImRect& box, const char* what, const std::string& text,
                         const TextStyle& style) {
        if (shown(box)) textItem(ui, box, std::string(what) + " of " + name, text, style);
    };
    put(c.best, "Best accuracy", best ? fixed(best->validationAccuracy, 4) : "-", strong);
    put(c.epoch, "Best epoch", best ? grouped(best->epoch) : "-", plain);
    if (run.out)
        put(c.loss, "Loss", "out", {Font::NumberSmall, t.badText, Align::Right});
    else
        put(c.loss, "Loss", lossText(newestLoss(run.history)), plain);
    put(c.seconds, "Seconds", fixed(run.seconds, 1), plain);
    const bool dying = run.deadShare > kDyingAbove;
    const bool named = c.dead.GetWidth() > 100;
    put(c.dead, "Dead", named ? dead.named() : shareText(run.deadShare),
        {Font::NumberSmall, dying ? t.badText : t.dim, Align::Right});
    put(c.flat, "Flat", named ? flat.named() : shareText(run.saturatedShare), plain);
}

// What has no column in a narrow table, or the names of the layers that the shares are of.
void drawSecondLine(Ui& ui, const RaceColumns& c, const Numbers& numbers) {
    const auto& [name, run, dead, flat] = numbers;
    if (shown(c.dead)) {
        for (const auto& [column, share] : {std::pair(&c.dead, &dead), std::pair(&c.flat, &flat)})
            if (share->share > 0)
                drawText(ui, {column->Min.x, c.second.Min.y, column->Max.x, c.second.Max.y},
                         share->layer, {Font::NumberTiny, ui.colors().dim, Align::Right});
        return;
    }
    const ImRect& line = c.second;
    const EpochRecord* best = bestEpoch(run.history);
    const std::string start = (best ? "epoch " + grouped(best->epoch) + ", " : std::string()) +
                              fixed(run.seconds, 1) + " s, dead ";
    std::string text = start + dead.named() + ", flat " + flat.named();
    if (ui.fonts.width(Font::NumberTiny, text.c_str()) > line.GetWidth())
        text = start + shareText(dead.share) + ", flat " + shareText(flat.share);
    textItem(ui, line, "Shares of " + name, text, {Font::NumberTiny, ui.colors().dim});
}

}  // namespace

// From the right.
RaceColumns raceColumns(ImRect row) {
    const ImRect whole = row;
    if (row.GetHeight() >= kTallRow) row.Max.y = row.Min.y + kRow;
    float right = row.Max.x - 4;
    const auto next = [&](float width, bool there = true) {
        if (!there) return ImRect(right, row.Min.y, right, row.Min.y);
        right -= width + 8;
        return ImRect(right + 8, row.Min.y, right + 8 + width, row.Max.y);
    };
    const float width = row.GetWidth();
    RaceColumns c;
    c.remove = next(kIcon);
    c.pause = next(kIcon);
    const bool all = hasAllColumns(width);
    const float share = hasLayerNames(width) ? 120 : 56;
    c.flat = next(share, all);
    c.dead = next(share, all);
    c.seconds = next(62, all);
    c.loss = next(62, width > 330);
    c.epoch = next(42, all);
    c.best = next(76);
    c.mark = {row.Min.x + 8, row.Min.y, row.Min.x + 8 + kMark, row.Max.y};
    c.name = {c.mark.Max.x + 8, row.Min.y, right, row.Max.y};
    c.second = {c.name.Min.x, row.Max.y - 2, whole.Max.x - 4, whole.Max.y - 2};
    return c;
}

void drawRaceHead(Ui& ui, const ImRect& row) {
    const RaceColumns c = raceColumns(row);
    tableHead(ui, std::array<ColumnHead, 7>{{{c.name, "entrant", Align::Left},
                                             {c.best, "best val acc"},
                                             {c.epoch, "epoch"},
                                             {c.loss, "loss"},
                                             {c.seconds, "seconds"},
                                             {c.dead, "dead"},
                                             {c.flat, "flat"}}});
}

float raceRowHeight(float width) { return hasLayerNames(width) ? kRow : kTallRow; }

void drawRaceNumbers(Ui& ui, const ImRect& row, const Entrant& entrant, const RunnerState& run) {
    const RaceColumns c = raceColumns(row);
    const Numbers numbers = numbersOf(entrant, run);
    drawNumbers(ui, c, numbers);
    if (row.GetHeight() >= kTallRow) drawSecondLine(ui, c, numbers);
}

}  // namespace squash::ui
