#include "ui/panels/verdict.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace squash::ui {
namespace {

// Where the weights are spoilt another setting alone helps nothing: it goes back to the last good ones, or to the
// first. A race keeps no good ones: who changes starts again, since its entrants are compared over the same steps.
bool leavesWeights(const Remedy& remedy) { return remedy.weights == Weights::LastGood; }

bool throughWith(const Driver& driver) {
    const RunnerState& run = driver.runner(driver.shownEntrant());
    return driver.snapshot().finished || run.finished;
}

// To the last good weights, where there are some; else from the first ones, also where what is through could only
// take the setting without a step to try it in.
bool goesBack(const Driver& driver, const Remedy& remedy) {
    return leavesWeights(remedy) && leadsBack(driver);
}
bool startsAfresh(const Driver& driver, const Remedy& remedy) {
    return !goesBack(driver, remedy) && (leavesWeights(remedy) || throughWith(driver));
}

std::string remedyLabel(const Driver& driver, const Remedy& remedy) {
    const std::string& label = remedy.label;
    if (!leavesWeights(remedy)) return label;
    return (goesBack(driver, remedy) ? "Back to step " + grouped(driver.snapshot().goodStep) + ", "
                                     : std::string("Start again, ")) +
           static_cast<char>(std::tolower(label.front())) + label.substr(1);
}

// What a click costs, and what Undo gives back.
std::string remedyHelp(const Driver& driver, const Remedy& remedy) {
    if (goesBack(driver, remedy))
        return "Goes back to the weights of that step, and on with it. Undo takes the setting "
               "back, but not the way back: the weights of now are gone.";
    const std::size_t again =
        driver.startAgainWith(remedy.experiment, startsAfresh(driver, remedy));
    if (again == 0)
        return "Goes on from here with it: no step is lost. Undo takes back the setting alone: the "
               "weights stay as they are.";
    if (!driver.racing())
        return "Starts again from step 0 with it. Undo brings this run back, with its results.";
    const std::string name = driver.entrants()[driver.shownEntrant()].name;
    if (again == 1)
        return "Starts " + name +
               " again from step 0 with it; the others keep their results. Undo brings its own "
               "back.";
    return (again == driver.entrants().size() ? "All " : "") + std::to_string(again) +
           " entrants start again from step 0 with it. Undo brings their results back.";
}

void applyRemedy(const PanelContext& context, const Remedy& remedy) {
    Driver& driver = context.driver;
    const bool back = goesBack(driver, remedy);
    context.change(remedy.experiment, startsAfresh(driver, remedy));
    if (!leavesWeights(remedy)) return;
    if (back) driver.restoreGood();
    driver.play(true);
}

}  // namespace

bool leadsBack(const Driver& driver) {
    return driver.snapshot().goodStep > 0 &&
           driver.experiment().optimizer.learningRate > kMinLearningRate;
}

std::vector<Finding> findingsOf(const PanelContext& context, const Network& network) {
    const Snapshot& snapshot = context.driver.snapshot();
    return findings({context.driver.experiment(), network, snapshot.history,
                     snapshot.flow ? &snapshot.flow->newest() : nullptr, snapshot.units.get(),
                     context.driver.data()->train.size()});
}

Color inkOf(const Tokens& c, Severity severity) {
    switch (severity) {
        case Severity::Good:
            return c.goodText;
        case Severity::Open:
            return c.dim;
        case Severity::Warning:
            return c.warnText;
        case Severity::Bad:
            break;
    }
    return c.badText;
}

std::string whose(const Driver& driver) {
    return driver.racing() ? driver.entrants()[driver.shownEntrant()].name + ": " : "";
}

std::string inAll(const std::vector<Finding>& found) {
    std::string text;
    for (const Finding& finding : found) text += (text.empty() ? "" : "\n") + finding.text();
    return text;
}

void drawVerdict(const PanelContext& context, const ImRect& box, const Network& network) {
    Ui& ui = context.ui;
    const Tokens& c = ui.colors();
    const std::vector<Finding> found = findingsOf(context, network);
    if (found.empty()) return;
    const Finding& worst = found.front();
    const std::string said = whose(context.driver) + worst.what;
    const Color ink = inkOf(c, worst.severity);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddCircleFilled({box.Min.x + 6, box.Min.y + 10}, 4, ink.u32());
    const ImRect what({box.Min.x + 18, box.Min.y}, {box.Max.x, box.Max.y});
    const float height = drawWrapped(ui, what, said, {Font::Text, ink});
    item(ui, {what.Min, {what.Max.x, what.Min.y + height}},
         {.label = "Verdict", .kind = Kind::Text, .help = inAll(found), .value = said});
    const std::string label = worst.remedy ? remedyLabel(context.driver, *worst.remedy) : "";
    const float width = label.empty() ? 0 : ui.fonts.width(Font::Text, label.c_str()) + 24;
    const ImRect rest({box.Min.x, what.Min.y + height + 2}, box.Max);
    const ImRect why(rest.Min, {rest.Max.x - width - 8, rest.Max.y});
    if (!worst.why.empty() &&
        wrappedHeight(ui, why.GetWidth(), worst.why, Font::Small) <= why.GetHeight())
        drawWrapped(ui, why, worst.why, {Font::Small, c.dim});
    const ImRect remedy({rest.Max.x - width, rest.Min.y}, {rest.Max.x, rest.Min.y + 26});
    if (width > 0 &&
        button(ui, remedy, {.label = label, .help = remedyHelp(context.driver, *worst.remedy)}))
        applyRemedy(context, *worst.remedy);
}

}  // namespace squash::ui
