#include "ui/panels/race.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "assets/presets.hpp"
#include "squash/training/advice.hpp"
#include "squash/training/best_epoch.hpp"
#include "ui/app/race_rules.hpp"
#include "ui/app/shared_link.hpp"
#include "ui/panels/race_table.hpp"
#include "ui/plot/strokes.hpp"
#include "ui/widgets/scroll.hpp"

namespace squash::ui {
namespace {

constexpr float kRow = 28, kTallRow = 46, kHead = 20, kMark = 26, kIcon = 24;
constexpr float kToolsWidth = 210;

struct Columns {
    ImRect mark, name, best, epoch, loss, seconds, dead, flat, pause, remove;
    ImRect second;  // line, below the name; empty where all has a column
};

// In a narrower row those that matter least share a second line.
bool hasAllColumns(float width) { return width > 620; }

// From the right.
Columns columnsOf(ImRect row) {
    const ImRect whole = row;
    if (row.GetHeight() >= kTallRow) row.Max.y = row.Min.y + kRow;
    float right = row.Max.x - 4;
    const auto next = [&](float width, bool there = true) {
        if (!there) return ImRect(right, row.Min.y, right, row.Min.y);
        right -= width + 8;
        return ImRect(right + 8, row.Min.y, right + 8 + width, row.Max.y);
    };
    const float width = row.GetWidth();
    Columns c;
    c.remove = next(kIcon);
    c.pause = next(kIcon);
    const bool all = hasAllColumns(width);
    c.flat = next(56, all);
    c.dead = next(56, all);
    c.seconds = next(62, all);
    c.loss = next(62, width > 330);
    c.epoch = next(42, all);
    c.best = next(76);
    c.mark = {row.Min.x + 8, row.Min.y, row.Min.x + 8 + kMark, row.Max.y};
    c.name = {c.mark.Max.x + 8, row.Min.y, right, row.Max.y};
    c.second = {c.name.Min.x, row.Max.y - 2, whole.Max.x - 4, whole.Max.y - 2};
    return c;
}

bool shown(const ImRect& column) { return column.GetWidth() > 0; }

std::string shareText(double share) { return std::isfinite(share) ? percent(share) : "-"; }

void drawHead(Ui& ui, const ImRect& row) {
    const Columns c = columnsOf(row);
    const TextStyle left{Font::Small, ui.colors().dim},
        right{Font::Small, ui.colors().dim, Align::Right};
    drawText(ui, c.name, "entrant", left);
    drawText(ui, c.best, "best val acc", right);
    for (const auto& [column, text] :
         {std::pair(&c.epoch, "epoch"), std::pair(&c.loss, "loss"),
          std::pair(&c.seconds, "seconds"), std::pair(&c.dead, "dead"), std::pair(&c.flat, "flat")})
        if (shown(*column)) drawText(ui, *column, text, right);
}

void drawNumbers(Ui& ui, const Columns& c, const std::string& name, const RunnerState& run) {
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
        put(c.loss, "Loss", fixed(newestLoss(run.history), 3), plain);
    put(c.seconds, "Seconds", fixed(run.seconds, 1), plain);
    const bool dying = run.deadShare > kDyingAbove;
    put(c.dead, "Dead", shareText(run.deadShare),
        {Font::NumberSmall, dying ? t.badText : t.dim, Align::Right});
    put(c.flat, "Flat", shareText(run.saturatedShare), plain);
}

// What has no column in a narrow table.
void drawSecondLine(Ui& ui, const ImRect& line, const std::string& name, const RunnerState& run) {
    const EpochRecord* best = bestEpoch(run.history);
    const std::string text = (best ? "epoch " + grouped(best->epoch) + ", " : std::string()) +
                             fixed(run.seconds, 1) + " s, dead " + shareText(run.deadShare) +
                             ", flat " + shareText(run.saturatedShare);
    textItem(ui, line, "Shares of " + name, text, {Font::NumberTiny, ui.colors().dim});
}

}  // namespace

// Taking the table along, and the end. False where the race is over.
bool RacePanel::drawEnd(const PanelContext& context, RowFromRight& row) {
    Ui& ui = context.ui;
    Driver& driver = context.driver;
    if (!driver.racing()) return true;
    if (button(ui, row.take(56),
               {.label = "CSV", .help = "Saves this table as comma-separated values."}))
        context.platform.saveText("race.csv", raceTable(driver));
    if (!button(ui, row.take(56),
                {.label = "End", .help = "Ends the race: the one shown goes on alone."}))
        return true;
    driver.leaveOthers();
    context.messages.say("The race is over: the one shown goes on alone.", false, About::Event);
    return false;
}

// Who enters, as chosen.
std::optional<Entrant> RacePanel::drawAdd(const PanelContext& context, const ImRect& box) {
    Driver& driver = context.driver;
    if (offeredFor_ != driver.choices()) {
        offered_ = candidates({driver.entrants()}, driver.experiment(), driver.racedField());
        offeredFor_ = driver.choices();
    }
    const bool full = driver.entrants().size() >= kMostEntrants;
    ComboSpec who{.text = {.label = "Add an entrant",
                           .help = "One more experiment, that differs from the one shown in this.",
                           .enabled = !full && !offered_.empty(),
                           .reason = full ? "At most six race at a time."
                                          : "All usual values are there already."},
                  .options = {},
                  .chosen = offered_.size(),
                  .shown = "Add"};
    for (const Entrant& entrant : offered_) who.options.push_back("add " + entrant.name);
    const auto added = combo(context.ui, box, who);
    return added ? std::optional(offered_[*added]) : std::nullopt;
}

// What they differ in.
void RacePanel::drawField(const PanelContext& context, const ImRect& box) {
    Driver& driver = context.driver;
    const auto fields = racedFields();
    const auto present = std::ranges::find(fields, driver.racedField(), &RacedField::name);
    ComboSpec what{.text = {.label = "Entrants differ in",
                            .help = "What a change of the one shown leaves as it is for the "
                                    "others; all else they take over."},
                   .options = {},
                   .chosen = static_cast<std::size_t>(present - fields.begin())};
    for (const RacedField& field : fields) what.options.emplace_back(field.title);
    if (const auto chosen = combo(context.ui, box, what))
        driver.setRacedField(fields[*chosen].name);
}

void RacePanel::drawTools(const PanelContext& context, const ImRect& row) {
    RowFromRight boxes(row);
    if (!drawEnd(context, boxes)) return;
    const auto added = drawAdd(context, boxes.take(72));
    if (boxes.left() > 120) drawField(context, boxes.take(120));
    if (added) context.driver.enter(*added);
}

void RacePanel::drawEmpty(const PanelContext& context, const ImRect& area) const {
    Ui& ui = context.ui;
    Stack rows(area, 8);
    const char* text =
        "Up to six experiments side by side, that differ in one thing: the same initial draws, "
        "the same batches in the same order. Add one beside the experiment on the screen, or "
        "begin with a race that is prepared:";
    const float height = wrappedHeight(ui, area.GetWidth(), text, Font::Small);
    drawWrapped(ui, rows.take(height), text, {Font::Small, ui.colors().dim});
    for (const assets::Preset& preset : assets::presets()) {
        if (!preset.race || rows.rest().GetHeight() < ui.metrics.row) continue;
        const float width =
            std::min(area.GetWidth(), ui.fonts.width(Font::Text, preset.title.c_str()) + 32);
        const ImRect box = rows.take(ui.metrics.row);
        if (button(ui, {box.Min, {box.Min.x + width, box.Max.y}},
                   {.label = preset.title, .help = "Starts this race; Undo takes it back."}))
            openExperiment(context.driver, context.messages, {preset.json, preset.title});
    }
}

void RacePanel::drawButtons(const PanelContext& context, const ImRect& pause, const ImRect& remove,
                            std::size_t index) {
    Driver& driver = context.driver;
    const std::string& name = driver.entrants()[index].name;
    const RunnerState& run = driver.runner(index);
    const bool paused = driver.paused(index);
    const auto icon = [](const ImRect& column) {
        const ImVec2 at = column.GetCenter(), half(kIcon / 2, kIcon / 2);
        return ImRect(at - half, at + half);
    };
    if (iconButton(context.ui, icon(pause), paused ? Icon::Play : Icon::Pause,
                   {.label = (paused ? "Go on with " : "Pause ") + name,
                    .help = paused ? "It takes its turns again, and catches up."
                                   : "The others go on without it.",
                    .enabled = !run.out && !run.finished,
                    .reason = run.out ? "Its loss is no number any more." : "It is through."}))
        driver.pause(index, !paused);
    if (iconButton(
            context.ui, icon(remove), Icon::Cross,
            {.label = "Remove " + name, .help = "Takes it out; the others keep their results."})) {
        context.messages.say(name + " is out; Undo brings it back.", false, About::Event);
        driver.leave(index);
    }
}

void RacePanel::drawEntrant(const PanelContext& context, const ImRect& row, std::size_t index) {
    Ui& ui = context.ui;
    Driver& driver = context.driver;
    const Tokens& t = ui.colors();
    const std::string& name = driver.entrants()[index].name;
    const Columns c = columnsOf(row);
    const bool chosen = driver.shownEntrant() == index;
    const ItemState state =
        item(ui, {row.Min, {c.pause.Min.x - 4, row.Max.y}},
             {.label = "Show " + name,
              .help = chosen ? "Shown: its settings, curve, values and gradients."
                             : "Shows its settings, curve, values and gradients on the screen.",
              .value = chosen});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (chosen || state.hovered)
        list.AddRectFilled(row.Min, row.Max, chosen ? t.raised.u32() : t.grid.u32(),
                           ui.metrics.fieldRadius);
    if (state.pressed) driver.show(index);
    focusRing(ui, state.id, row, ui.metrics.fieldRadius);
    const ImVec2 ends[2] = {{c.mark.Min.x, row.GetCenter().y}, {c.mark.Max.x, row.GetCenter().y}};
    strokeLine(list, ends, {t.series[index].u32(), 2.2f, kSeriesDashes[index]});
    drawText(ui, c.name, name, {Font::Text, chosen ? t.seriesText[index] : t.text});
    const RunnerState& run = driver.runner(index);
    drawNumbers(ui, c, name, run);
    if (row.GetHeight() >= kTallRow) drawSecondLine(ui, c.second, name, run);
    drawButtons(context, c.pause, c.remove, index);
}

void RacePanel::drawTable(const PanelContext& context, const ImRect& area) {
    // Always with room for the bar, so that heads stand above their columns.
    const float bar = ImGui::GetStyle().ScrollbarSize, width = area.GetWidth() - bar;
    const ImRect head(area.Min, {area.Min.x + width, area.Min.y + kHead});
    drawHead(context.ui, head);
    const ImRect rest({area.Min.x, head.Max.y}, area.Max);
    const auto count = static_cast<float>(context.driver.entrants().size());
    const float height = hasAllColumns(width) ? kRow : kTallRow;
    const auto drawAll = [&](ImVec2 at) {
        Stack rows({at, {at.x + width, at.y + 1e4f}}, 0);
        // One that leaves in this frame is seen no more in the next.
        for (std::size_t i = 0; i < context.driver.entrants().size(); ++i)
            drawEntrant(context, rows.take(height), i);
        return rows.used();
    };
    if (count * height <= rest.GetHeight())
        drawAll(rest.Min);
    else
        scrolling("##race", {rest.Min, {rest.Max.x - bar, rest.Max.y}}, bar, drawAll);
}

void RacePanel::draw(const PanelContext& context, const ImRect& row, const ImRect& area) {
    Stack rows(area, 6);
    const ImRect tools = row.GetWidth() >= kToolsWidth ? row : rows.take(context.ui.metrics.row);
    if (context.driver.racing())
        drawTable(context, rows.rest());
    else
        drawEmpty(context, rows.rest());
    drawTools(context, tools);  // last: what it changes is seen in the next picture
}

}  // namespace squash::ui
