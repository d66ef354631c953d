#include "ui/panels/race.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "assets/presets.hpp"
#include "ui/app/race_rules.hpp"
#include "ui/app/shared_link.hpp"
#include "ui/panels/race_columns.hpp"
#include "ui/panels/race_table.hpp"
#include "ui/plot/strokes.hpp"
#include "ui/widgets/scroll.hpp"

namespace squash::ui {
namespace {

constexpr float kIcon = 24, kToolsWidth = 210, kField = 120, kArrow = 32;

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
    ComboSpec who{
        .text =
            {.label = "Add an entrant",
             .help =
                 "One more experiment, that differs from the one shown in this. The others go on, "
                 "but for those whose optimizer was changed on their way: they start again.",
             .enabled = !full && !offered_.empty(),
             .reason =
                 full ? "At most six race at a time." : "All usual values are there already."},
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
    // A mere arrow where the longest name has no room.
    const auto chosen =
        box.GetWidth() < kField ? listButton(context.ui, box, what) : combo(context.ui, box, what);
    if (chosen) driver.setRacedField(fields[*chosen].name);
}

void RacePanel::drawTools(const PanelContext& context, const ImRect& row) {
    RowFromRight boxes(row);
    if (!drawEnd(context, boxes)) return;
    const auto added = drawAdd(context, boxes.take(72));
    if (boxes.left() > kArrow)
        drawField(context, boxes.take(boxes.left() > kField ? kField : kArrow));
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
    // Closer to each other where all of them would not fit.
    const auto count = static_cast<float>(std::ranges::count_if(
        assets::presets(), [](const assets::Preset& preset) { return preset.race; }));
    const float gap = (rows.rest().GetHeight() - count * ui.metrics.row) / count;
    rows = Stack(rows.rest(), std::clamp(std::floor(gap), 2.0f, 8.0f));
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
    const RaceColumns c = raceColumns(row);
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
    drawRaceNumbers(ui, row, driver.entrants()[index], run);
    drawButtons(context, c.pause, c.remove, index);
}

void RacePanel::drawTable(const PanelContext& context, const ImRect& area) {
    // Always with room for the bar, so that heads stand above their columns.
    const float bar = ImGui::GetStyle().ScrollbarSize, width = area.GetWidth() - bar;
    const ImRect head(area.Min, {area.Min.x + width, area.Min.y + kRaceHead});
    drawRaceHead(context.ui, head);
    const ImRect rest({area.Min.x, head.Max.y}, area.Max);
    const auto count = static_cast<float>(context.driver.entrants().size());
    const float height = raceRowHeight(width);
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
