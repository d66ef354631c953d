#include "ui/panels/formula_field.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "squash/activations/scan.hpp"
#include "squash/core/error.hpp"

namespace squash::ui {
namespace {

constexpr std::size_t kHelp = 300;  // letters of a derivative in the tooltip
constexpr float kField = 28, kList = 28, kLine = 18, kGap = 4;

const std::array<const char*, 8> kExamples{
    "x*sigmoid(b*x)",
    "lo + (hi - lo)*(tanh(x) + 1)/2",
    "where(x > 0, x, a*(exp(x) - 1))",
    "x + sin(a*x)^2/a",
    "log(1 + exp(k*x))/k",
    "max(x, slope*x)",
    "clip(x, -1, 1)",
    "exp(-x^2)",
};

// What does not fit into one line goes on in a second one, behind the last space or * that fits: where there is none in
// the latter half, in the middle of a word.
std::array<std::string, 2> inTwoLines(const Ui& ui, const std::string& text, float width) {
    const float letter = ui.fonts.width(Font::NumberSmall, "x");  // as wide as any other
    const auto most = static_cast<std::size_t>(std::max(1.0f, width / letter));
    if (text.size() <= most) return {text, ""};
    const std::size_t last = text.find_last_of(" *", most);
    if (last == std::string::npos || last < most / 2)
        return {text.substr(0, most), text.substr(most)};
    // The space is left out, the sign stays.
    if (text[last] == ' ') return {text.substr(0, last), text.substr(last + 1)};
    const std::size_t end = std::min(last + 1, most);
    return {text.substr(0, end), text.substr(end)};
}

// What a person set before keeps its value under the same name.
void keepParameters(const Activation& from, Activation& to) {
    const auto old = parameterNames(from), names = parameterNames(to);
    for (std::size_t i = 0; i < names.size(); ++i)
        for (std::size_t k = 0; k < old.size(); ++k)
            if (old[k] == names[i]) {
                to.parameters[i] = from.parameters[k];
                to.learned[i] = from.learned[k] && learningOf(from, k) == Learning::OnRequest;
            }
}

}  // namespace

void FormulaField::follow(const Activation& now) {
    if (typed_ || followed_ == now) return;
    followed_ = now;
    forget(now);
}

void FormulaField::forget(const Activation& now) {
    text_ = formulaText(now);
    draft_.reset();
    column_ = 0;
    derivative_ = formulaOf(now).derivativeText();
    problem_.clear();
    typed_ = entered_ = warned_ = false;
}

void FormulaField::type(const std::string& text, const Activation& now) {
    text_ = text;
    typed_ = true;
    warned_ = false;
    read(now);
}

void FormulaField::read(const Activation& now) {
    if (text_ == formulaText(now)) return forget(now);
    problem_.clear();
    column_ = 0;
    try {
        Activation next = makeActivation(Formula(text_));
        keepParameters(draft_ ? *draft_ : now, next);
        derivative_ = formulaOf(next).derivativeText();
        draft_ = next;
    } catch (const FormulaError& error) {
        problem_ = error.expected();
        column_ = error.column();
    }
}

// The last formula that could be read is no answer to a text that cannot.
std::optional<Activation> FormulaField::use() {
    if (!draft_ || !readable()) return std::nullopt;
    std::optional<std::string> problem;
    try {
        problem = trainingProblem(*draft_);
    } catch (const Error& error) {  // with what it is to learn it is too long to be computed fast
        problem_ = error.what();
        return std::nullopt;
    }
    if (!problem || warned_) return draft_;
    problem_ = *problem + ". Use it all the same?";
    problem_[0] = 'I';  // "its value ...", "its gradient ..."
    warned_ = true;
    return std::nullopt;
}

void FormulaField::setDraft(const Activation& activation) {
    draft_ = activation;
    warned_ = false;
    if (readable()) problem_.clear();
}

float FormulaField::height(const Ui& ui, float width) const {
    const float below = problem_.empty() ? derivativeHeight(ui, width)
                                         : wrappedHeight(ui, width, problem_, Font::Small) + 4;
    return kField + kGap + below + (typed_ ? kGap + ui.metrics.row : 0);
}

// While the field has the focus Dear ImGui keeps the text by itself, and the one that Escape brings back.
void FormulaField::renew(ImGuiID id) const {
    ImGuiInputTextState* state = ImGui::GetInputTextState(id);
    if (!state || ImGui::GetActiveID() != id) return;
    if (!typed_) {
        state->TextToRevertTo.resize(static_cast<int>(text_.size()) + 1);
        std::memcpy(state->TextToRevertTo.Data, text_.c_str(), text_.size() + 1);
    }
    if (text_ != state->TextA.Data) state->ReloadUserBufAndMoveToEnd();
}

// Enter marks all of the text: in its place the cursor goes to what is wrong, or to the end.
void FormulaField::placeCursor(ImGuiID id) const {
    ImGuiInputTextState* state = ImGui::GetInputTextState(id);
    if (!state || ImGui::GetActiveID() != id) return;
    state->ReloadUserBufAndMoveToEnd();
    if (!readable())
        state->ReloadSelectionStart = state->ReloadSelectionEnd =
            static_cast<int>(std::min(column_ - 1, text_.size()));
    state->CursorFollow = true;
}

// A mark under the letter that the problem begins at.
void FormulaField::drawPlace(Ui& ui, const ImRect& field, ImGuiID id) const {
    const std::size_t letters = std::min(column_ - 1, text_.size());
    const ImGuiInputTextState* state = ImGui::GetInputTextState(id);
    const float scroll = state ? state->Scroll.x : 0;
    const float before = ui.fonts.width(Font::Number, text_.data(), text_.data() + letters);
    const float letter = ui.fonts.width(Font::Number, "x");
    const float x = field.Min.x + 8 + (letters > 0 ? before : 0) - scroll;
    if (x < field.Min.x || x + letter > field.Max.x) return;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 at = snapped(ui, {x, field.Max.y - 4});
    list.AddRectFilled(at, {at.x + letter, at.y + 2}, ui.colors().bad.u32());
    list.AddTriangleFilled({at.x + letter / 2, field.Max.y + 1},
                           {at.x + letter / 2 - 4, field.Max.y + 6},
                           {at.x + letter / 2 + 4, field.Max.y + 6}, ui.colors().bad.u32());
}

void FormulaField::drawField(Ui& ui, const ImRect& field, const Activation& now) {
    const Tokens& c = ui.colors();
    const ImGuiID id = ImGui::GetCurrentWindow()->GetID("##formula");
    const bool bad = !problem_.empty();
    // The accent says that the keys go here: not of what was typed and then left.
    drawSurface(ui, field, c.raised,
                bad                          ? c.bad
                : ImGui::GetActiveID() == id ? c.accent
                                             : c.line,
                ui.metrics.fieldRadius);
    std::array<char, kMaxFormulaLength + 2> text{};  // one letter too many is said to be so
    std::memcpy(text.data(), text_.data(), std::min(text_.size(), text.size() - 1));
    ui.fonts.push(Font::Number);
    ImGui::SetCursorScreenPos({field.Min.x, field.GetCenter().y - ImGui::GetFontSize() / 2});
    ImGui::SetNextItemWidth(field.GetWidth());
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {8, 0});
    renew(id);
    // Who types on after Enter means the field: left by it, the keys would be the program's shortcuts.
    ImGui::GetIO().ConfigInputTextEnterKeepActive = true;
    entered_ = ImGui::InputText("##formula", text.data(), text.size(),
                                ImGuiInputTextFlags_EnterReturnsTrue);
    ImGui::GetIO().ConfigInputTextEnterKeepActive = false;
    ImGui::PopStyleVar();
    ImGui::PopFont();
    describeLastItem(
        ui, field,
        {.label = "Formula",
         .kind = Kind::Input,
         .help = typed_ || ImGui::GetActiveID() == id
                     ? ""
                     : std::string(now.entry->note) + " Type your own: other names than x become "
                                                      "parameters.",
         .value = std::string(text.data())});
    if (text_ != text.data()) type(text.data(), now);
    if (entered_) placeCursor(id);
    if (!readable()) drawPlace(ui, field, id);
}

float FormulaField::derivativeHeight(const Ui& ui, float width) const {
    return inTwoLines(ui, "f' = " + derivative_, width)[1].empty() ? kLine : 2 * kLine;
}

// whole: the field with its buttons, which the text of a long one must not lie over.
void FormulaField::drawDerivative(Ui& ui, const ImRect& below, const ImRect& whole) const {
    const std::string text = "f' = " + derivative_;
    const auto lines = inTwoLines(ui, text, below.GetWidth());
    const TextStyle style{Font::NumberSmall, ui.colors().dim};
    drawText(ui, {below.Min, {below.Max.x, below.Min.y + kLine}}, lines[0], style);
    drawText(ui, {{below.Min.x, below.Min.y + kLine}, below.Max}, lines[1], style);
    const bool cut = ui.fonts.width(Font::NumberSmall, lines[1].c_str()) > below.GetWidth();
    ui.registry.add(Widget{"Derivative", Kind::Text, below, text, true, 0});
    item(ui, below,
         {.label = "Derivative text",
          .kind = Kind::Text,
          .help = !cut                  ? ""
                  : text.size() > kHelp ? text.substr(0, kHelp) + "..."
                                        : text,
          .value = text,
          .group = whole});
}

std::optional<Activation> FormulaField::drawButtons(const PanelContext& context, const ImRect& row,
                                                    const Activation& now) {
    const float width = (row.GetWidth() - 8) / 2;
    std::optional<Activation> answer;
    if (draft()) {
        const ImRect left(row.Min, {row.Min.x + width, row.Max.y});
        const ControlText text{.label = warned_ ? "Use anyway" : "Use it",
                               .help = "Train with this function; training starts again."};
        // What was warned of is not what is meant to be pressed.
        if (warned_ ? button(context.ui, left, text)
                    : primaryButton(context.ui, left, Icon::Check, text))
            answer = use();
    }
    if (button(context.ui, {{row.Max.x - width, row.Min.y}, row.Max},
               {.label = "Discard", .help = "Back to the function in use."}))
        forget(now);
    return answer;
}

std::optional<Activation> FormulaField::draw(const PanelContext& context, const ImRect& box,
                                             const Activation& now) {
    Ui& ui = context.ui;
    const ImRect field(box.Min, {box.Max.x - kList - kGap, box.Min.y + kField});
    drawField(ui, field, now);
    const ImRect arrow({box.Max.x - kList, box.Min.y}, {box.Max.x, box.Min.y + kField});
    ComboSpec examples{.text = {.label = "Formula examples", .help = "Formulas to begin with."},
                       .options = {kExamples.begin(), kExamples.end()},
                       .chosen = kExamples.size(),
                       .numbers = true};
    if (const auto chosen = listButton(ui, arrow, examples)) type(kExamples[*chosen], now);

    const float top = field.Max.y + kGap;
    float bottom = top;
    const float buttons = typed_ ? kGap + ui.metrics.row : 0;
    if (problem_.empty()) {
        bottom = top + derivativeHeight(ui, box.GetWidth());
        drawDerivative(ui, {{box.Min.x, top}, {box.Max.x, bottom}},
                       {box.Min, {box.Max.x, bottom + buttons}});
    } else {
        bottom = top + 4 +
                 drawWrapped(ui, {{box.Min.x, top + 4}, {box.Max.x, top + 400}}, problem_,
                             {Font::Small, ui.colors().badText});
    }
    std::optional<Activation> answer;
    if (typed_)
        answer = drawButtons(
            context, {{box.Min.x, bottom + kGap}, {box.Max.x, bottom + kGap + ui.metrics.row}},
            now);
    if (entered_ && typed_) {
        answer = use();
        // A phone's keyboard has done its work and would hide the curve; there are no shortcuts there.
        if (answer && context.platform.coarsePointer()) ImGui::ClearActiveID();
    }
    return answer;
}

}  // namespace squash::ui
