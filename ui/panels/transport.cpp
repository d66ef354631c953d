#include "ui/panels/transport.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "assets/presets.hpp"
#include "ui/app/race_rules.hpp"
#include "ui/app/shared_link.hpp"
#include "ui/panels/verdict.hpp"

namespace squash::ui {
namespace {

constexpr float kPlayWidth = 98, kGap = 12;

void drawBrand(Ui& ui, const ImRect& bar) {
    const float y = bar.GetCenter().y;
    drawIcon(*ImGui::GetWindowDrawList(), Icon::Logo, {bar.Min.x + 14, y}, 26,
             ui.colors().series[0].u32());
    drawText(ui, {bar.Min.x + 36, y - 12, bar.Max.x, y + 12}, "Squash",
             {Font::Brand, ui.colors().text});
}

// A formula may be as long as it likes.
std::string shortName(const std::string& name) {
    constexpr std::size_t kMost = 20;
    if (name.size() <= kMost) return name;
    std::size_t end = kMost;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
    return name.substr(0, end) + "...";
}

// Without what may change from one click to the next.
std::string shortTitleOf(const Driver& driver) {
    if (driver.racing()) return "Race of " + std::to_string(driver.entrants().size());
    const std::string whole = experimentTitle(driver.experiment());
    return whole.substr(0, whole.rfind(", "));
}

std::string titleOf(const Driver& driver) {
    if (!driver.racing()) return experimentTitle(driver.experiment());
    const auto field =
        std::ranges::find(racedFields(), driver.racedField(), &RacedField::name)->title;
    return "Race of " + std::to_string(driver.entrants().size()) + " by " +
           char(std::tolower(field.front())) + std::string(field.substr(1)) + ": " +
           shortName(driver.entrants()[driver.shownEntrant()].name);
}

// What is on the screen, and a list of what is prepared. A mere arrow where there is no title.
void drawExperiment(const PanelContext& context, const ImRect& box, const std::string& title) {
    const auto& presets = assets::presets();
    ComboSpec list{.text = {.label = "Experiment",
                            .help = "The experiment on the screen; others are prepared, one for "
                                    "each claim about activations."},
                   .options = {},
                   .chosen = presets.size() + 1,
                   .shown = title.empty() ? titleOf(context.driver) : title};
    std::vector<const assets::Preset*> ordered;
    ordered.reserve(presets.size());
    for (const bool race : {false, true}) {
        list.headings[ordered.size()] =
            race ? "Races, several networks side by side" : "One network";
        for (const assets::Preset& preset : presets)
            if (preset.race == race) ordered.push_back(&preset);
    }
    for (const assets::Preset* preset : ordered) list.options.push_back(preset->title);
    list.ruled = {list.options.size()};
    list.options.emplace_back("Save what is on the screen as a file");
    const auto chosen =
        title.empty() ? listButton(context.ui, box, list) : combo(context.ui, box, list);
    if (!chosen) return;
    if (*chosen == ordered.size())
        return context.platform.saveText("squash-experiment.json", sharedJson(context.driver));
    const assets::Preset& preset = *ordered[*chosen];
    openExperiment(context.driver, context.messages, {preset.json, preset.title});
}

void drawPlay(const PanelContext& context, const ImRect& box) {
    Driver& driver = context.driver;
    if (driver.playing()) {
        if (primaryButton(
                context.ui, box, Icon::Pause,
                {.label = "Pause", .help = "Holds the training; nothing is lost (Space)."}))
            driver.play(false);
        return;
    }
    const bool more = driver.finished();
    const char* help =
        more ? "All epochs are done: trains 10 more (Space)." : "Trains on, or starts to (Space).";
    const std::string held = whyHeld(driver);
    if (primaryButton(context.ui, box, Icon::Play,
                      {.label = "Play", .help = help, .enabled = held.empty(), .reason = held}))
        driver.play(true);
}

// Buttons from the left; returns where they end.
float drawButtons(const PanelContext& context, ImVec2 at, float gap = kGap) {
    Ui& ui = context.ui;
    const float size = ui.metrics.transport;
    float x = at.x;
    const auto box = [&](float width) {
        const ImRect result(x, at.y - size / 2, x + width, at.y + size / 2);
        x += width + gap;
        return result;
    };
    if (iconButton(
            ui, box(size), Icon::Restart,
            {.label = "Start again",
             .help = "Start again from the same weights: the same seed gives the same curve (R)."}))
        context.driver.startAgain();
    const std::string held = whyHeld(context.driver);
    if (iconButton(ui, box(size), Icon::Step,
                   {.label = "Step",
                    .help = "One step: one mini-batch, one update (S).",
                    .enabled = held.empty(),
                    .reason = held}))
        context.driver.step();
    drawPlay(context, box(kPlayWidth));
    if (iconButton(ui, box(size), Icon::Epoch,
                   {.label = "Epoch",
                    .help = "To the end of this epoch and its validation (E).",
                    .enabled = held.empty(),
                    .reason = held}))
        context.driver.epoch();
    if (iconButton(ui, box(size), Icon::Dice,
                   {.label = "New seed",
                    .help = "Other initial weights and another order of the images."}))
        context.driver.newSeed();
    return x;
}

float buttonsWidth(const Ui& ui) { return 4 * ui.metrics.transport + kPlayWidth + 5 * kGap; }

void drawPosition(const PanelContext& context, float x, float y, float end) {
    Ui& ui = context.ui;
    const Snapshot& snapshot = context.driver.snapshot();
    const std::string done = "epoch " + fixed(std::floor(snapshot.epoch * 10) / 10, 1);
    const std::string total = "/ " + grouped(context.driver.experiment().epochs);
    const float doneWidth = ui.fonts.width(Font::Number, done.c_str()) + 1,
                totalWidth = ui.fonts.width(Font::Number, total.c_str()) + 1;
    if (x + doneWidth > end) return;
    textItem(ui, {x, y - 10, x + doneWidth, y + 10}, "Epoch position", done,
             {Font::Number, ui.colors().text});
    x += doneWidth + 6;
    if (x + totalWidth > end) return;
    drawText(ui, {x, y - 10, x + totalWidth, y + 10}, total, {Font::Number, ui.colors().dim});
    x += totalWidth + 20;
    const std::string step = grouped(snapshot.step);
    const float word = ui.fonts.width(Font::Text, "step") + 7,
                width = ui.fonts.width(Font::Number, step.c_str()) + 1;
    if (x + word + width > end) return;
    drawText(ui, {x, y - 10, x + word, y + 10}, "step", {Font::Text, ui.colors().dim});
    textItem(ui, {x + word, y - 10, x + word + width, y + 10}, "Steps done", step,
             {Font::Number, ui.colors().dim});
}

std::string whatUndoGives(const Driver& driver) {
    const Driver::UndoGives gives = driver.undoGives();
    std::string text = "Takes back the last change";
    if (gives.comeBack > 0) text += ", with the results there were";
    if (gives.startAgain > 0) {
        const std::string count = std::to_string(gives.startAgain);
        text += gives.comeBack > 0 ? "; " : ": ";
        text += !driver.racing() && gives.startAgain == 1 ? "it starts"
                : gives.startAgain == 1                   ? "1 entrant starts"
                                                          : count + " entrants start";
        text += " again from step 0";
    } else if (gives.comeBack == 0 && driver.snapshot().step > 0) {
        text += " alone: the weights stay as they are";
    }
    return text + " (Ctrl+Z).";
}

TransportRequests drawRight(const PanelContext& context, const ImRect& row) {
    Ui& ui = context.ui;
    const float size = ui.metrics.transport, y = row.GetCenter().y;
    TransportRequests requests;
    const ImRect theme(row.Max.x - size, y - size / 2, row.Max.x, y + size / 2);
    const bool light = ui.colors().light;
    requests.switchTheme = iconButton(ui, theme, light ? Icon::Moon : Icon::Sun,
                                      {.label = light ? "Dark theme" : "Light theme",
                                       .help = light ? "Dark colours (T)." : "Light colours (T)."});
    const ImRect keys(theme.Min - ImVec2(size + 8, 0), theme.Max - ImVec2(size + 8, 0));
    requests.showShortcuts =
        iconButton(ui, keys, Icon::Keyboard,
                   {.label = "Shortcuts", .help = "The keys that do things here (?)."});
    const ImRect link(keys.Min - ImVec2(size + 8, 0), keys.Max - ImVec2(size + 8, 0));
    if (iconButton(ui, link, Icon::Link,
                   {.label = "Copy link",
                    .help = "Copies a link that opens this experiment, with the same seed."})) {
        context.platform.setClipboard(linkTo(context.driver, context.platform));
        context.messages.say("Copied a link to this experiment.", false);
    }
    const std::string undoHelp = whatUndoGives(context.driver);
    const ImRect undo(link.Min - ImVec2(size + 8, 0), link.Max - ImVec2(size + 8, 0));
    if (context.driver.canUndo() &&
        iconButton(ui, undo, Icon::Undo, {.label = "Undo", .help = undoHelp})) {
        context.messages.forgetEvent();
        context.driver.undo();
    }
    return requests;
}

}  // namespace

std::string whyHeld(const Driver& driver) {
    if (driver.allOut() && !driver.racing())
        return "The loss is no longer a number: " +
               (leadsBack(driver) ? "back to step " + grouped(driver.snapshot().goodStep) +
                                        " by the button under Network, or start again (R)."
                : driver.experiment().optimizer.learningRate > kMinLearningRate
                    ? "start again (R) with a smaller learning rate."
                    : "start again (R).");
    if (driver.allOut()) return "No entrant's loss is a number any more: start again (R).";
    return driver.allHeld() ? "Each entrant is paused or out: let one go on in the race's table."
                            : "";
}

std::string experimentTitle(const Experiment& experiment) {
    const auto& all = experiment.activations;
    const bool same =
        std::all_of(all.begin(), all.end(), [&](const Activation& a) { return a == all[0]; });
    return titleOf(experiment.network) + ", " +
           (!same            ? "mixed activations"
            : all[0].formula ? "own formula"
                             : toText(all[0])) +
           ", " + std::string(infoOf(experiment.optimizer.kind).title) + " " +
           compact(experiment.optimizer.learningRate);
}

TransportRequests drawTransport(const PanelContext& context, const ImRect& bar) {
    Ui& ui = context.ui;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(bar.Min, bar.Max, ui.colors().panel.u32());
    list.AddRectFilled({bar.Min.x, bar.Max.y - 1}, bar.Max, ui.colors().line.u32());
    const bool twoRows = bar.GetHeight() > ui.metrics.header + 1;
    const ImRect first(bar.Min.x + 16, bar.Min.y, bar.Max.x - 16, bar.Min.y + ui.metrics.header);
    drawBrand(ui, {first.Min, {first.Min.x + 100, first.Max.y}});
    const TransportRequests requests = drawRight(context, first);
    // The place of Undo is kept: nothing else moves when there is something to take back.
    constexpr float kButtons = 4;
    const float rightEdge = first.Max.x - kButtons * (ui.metrics.transport + 8) - 8;
    if (twoRows) {
        drawPosition(context, first.Min.x + 112, first.GetCenter().y, rightEdge);
        // All in one row, closer to each other where it is short.
        const float size = ui.metrics.transport, middle = first.Max.y + size / 2 - 4;
        const float gap = (first.GetWidth() - 5 * size - kPlayWidth) / 5;
        drawButtons(context, {first.Min.x, middle}, std::clamp(gap, 4.0f, kGap));
        drawExperiment(context,
                       {first.Max.x - size, middle - size / 2, first.Max.x, middle + size / 2}, "");
        return requests;
    }
    // In the middle of the window where there is room, else right of the name and the experiment; always at the same
    // place, whatever the experiment is called.
    constexpr float kPosition = 230, kTitle = 300;
    const float group = buttonsWidth(ui) + kPosition, left = first.Min.x + 112;
    const float x = std::max(bar.GetCenter().x - group / 2,
                             std::max(left + 4, std::min(left + kTitle, rightEdge - group)));
    const float chip = x - 16 - left, y = first.GetCenter().y;
    // Whole, or without the settings: a rate that is cut reads as another.
    std::string title;
    float width = 32;
    for (const std::string& each : {titleOf(context.driver), shortTitleOf(context.driver)}) {
        const float wanted = 40 + ui.fonts.width(Font::Text, each.c_str()) + 1;
        if (!title.empty() || wanted > chip) continue;
        title = each;
        width = wanted;
    }
    if (chip >= width) drawExperiment(context, {left, y - 16, left + width, y + 16}, title);
    const float end = drawButtons(context, {x, y});
    drawPosition(context, end + 6, y, rightEdge);
    return requests;
}

}  // namespace squash::ui
