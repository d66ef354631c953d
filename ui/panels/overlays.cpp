#include "ui/panels/overlays.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace squash::ui {
namespace {

constexpr double kFadeSeconds = 0.2;
constexpr double kHintSeconds =
    15;  // who has not followed a hint by then wants to see what is below

struct Hint {
    const char *target, *otherTarget, *label, *text;
};
constexpr std::array<Hint, 2> kHints{{
    {"Pause", "Play", "Next hint",
     "A network is learning here. Pause it, or let it go on, one step or one epoch."},
    {"sigmoid", "sigmoid", "Got it",
     "Choose another shape: the same network learns again with it."},
}};

constexpr const char* kSkip = "Skip";
constexpr const char* kMoveKeys = "Tab, arrows";

constexpr std::array<std::pair<const char*, const char*>, 14> kShortcuts{{
    {"Space", "Play or pause"},
    {"S", "One step"},
    {"E", "To the end of the epoch"},
    {"R", "Start again, same weights"},
    {"Ctrl Z", "Take back the last change"},
    {"Ctrl Y", "Make it again"},
    {"T", "Light or dark colours"},
    {"?", "This list"},
    {kMoveKeys, "Move between the controls"},
    {"Wheel, drag", "Zoom and pan a plot"},
    {"Click a plot", "Keep the values there"},
    {"Shift, arrows", "Pan the plot in focus"},
    {"Home", "Fit the plot under the cursor"},
    {"Esc", "Close a list or a unit's card"},
}};

// Small controls and texts right below a control in the header stay readable under its hint: the
// bubble begins below them, ...
// label: of the bubble's own button, of the frame before.
float bubbleTop(const Registry& registry, ImRect box, std::string_view label) {
    constexpr float low = 40, furthest = 84;
    float top = box.Min.y;
    for (const Widget& widget : registry.widgets()) {
        const bool own = widget.label == label || widget.label == kSkip;
        const bool small = widget.rect.GetHeight() <= low && widget.kind != Kind::Plot && !own;
        if (small && widget.rect.Overlaps(box) && widget.rect.Max.y < box.Min.y + furthest)
            top = std::max(top, widget.rect.Max.y + 8);
    }
    return top;
}

// ... and its stem passes between them, if there is a gap under the control it points at.
float stemAt(const Registry& registry, const ImRect& from, float to) {
    const float middle = from.GetCenter().x, reach = from.GetWidth() / 2 - 8;
    const auto free = [&](float x) {
        const ImRect way({x - 2, from.Max.y + 1}, {x + 2, to - 1});
        return std::ranges::none_of(registry.widgets(), [&way](const Widget& widget) {
            ImRect letters = widget.rect;
            if (widget.kind == Kind::Tab) letters.Expand({-8, 0});  // the rest is padding
            return widget.kind != Kind::Plot && letters.Overlaps(way);
        });
    };
    for (float shift = 0; shift <= reach; ++shift)
        for (const float x : {middle - shift, middle + shift})
            if (free(x)) return x;
    return middle;
}

// A window of its own, so that it lies above the panels and takes the mouse.
bool beginOverlay(const char* name, const ImRect& box) {
    ImGui::SetNextWindowPos(box.Min);
    ImGui::SetNextWindowSize(box.GetSize());
    constexpr ImGuiWindowFlags flags =
        ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
        ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoFocusOnAppearing;
    const bool shown = ImGui::Begin(name, nullptr, flags);
    ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
    return shown;
}

}  // namespace

void drawToast(const PanelContext& context, const ImRect& screen, float bottom) {
    Ui& ui = context.ui;
    Messages& messages = context.messages;
    if (std::exchange(messages.fresh, false)) messages.saidAt = ImGui::GetTime();
    const double age = messages.age(ImGui::GetTime()), life = messages.toastSeconds();
    // What is good and wholly said below need not be said twice, over a chart.
    if (messages.text.empty() || age > life || (messages.lineShowsAll && !messages.bad)) return;
    const float width = std::min(480.0f, screen.GetWidth() - 32);
    const float text = wrappedHeight(ui, width - 48, messages.text, Font::Small);
    const double fade =
        ui.reducedMotion ? 1 : std::clamp(std::min(age, life - age) / kFadeSeconds, 0.0, 1.0);
    constexpr float kAxis = 52;  // the numbers below a chart stay readable
    const ImVec2 corner(screen.GetCenter().x - width / 2, bottom - text - 16 - kAxis);
    const ImRect box(corner, corner + ImVec2(width, text + 16));
    ImGui::PushStyleVar(ImGuiStyleVar_Alpha, static_cast<float>(fade));
    if (beginOverlay("##toast", {box.Min - ImVec2(2, 2), box.Max + ImVec2(2, 2)})) {
        const Tokens& c = ui.colors();
        drawSurface(ui, box, c.raised, messages.bad ? c.bad : c.line, ui.metrics.cardRadius);
        const Color ink = messages.bad ? c.badText : c.goodText;
        drawIcon(*ImGui::GetWindowDrawList(), messages.bad ? Icon::Cross : Icon::Check,
                 {box.Min.x + 18, box.GetCenter().y}, 12, ink.u32());
        drawWrapped(ui, {box.Min + ImVec2(36, 8), box.Max - ImVec2(12, 8)}, messages.text,
                    {Font::Small, c.text});
    }
    ImGui::End();
    ImGui::PopStyleVar();
}

void Hints::dismiss(const PanelContext& context) {
    open_ = false;
    context.platform.storeSetting("hints", "seen");
}

bool Hints::bubble(const PanelContext& context, const Widget& at, const char* label,
                   const char* text) {
    Ui& ui = context.ui;
    const Tokens& c = ui.colors();
    constexpr float width = 248;
    const float height = wrappedHeight(ui, width - 24, text, Font::Small) + 24 + 36;
    const float screen = ImGui::GetIO().DisplaySize.x;
    const float x =
        std::clamp(at.rect.GetCenter().x - width / 2, 8.0f, std::max(8.0f, screen - width - 8));
    ImRect box(x, at.rect.Max.y + 12, x + width, at.rect.Max.y + 12 + height);
    box.TranslateY(bubbleTop(ui.registry, box, label) - box.Min.y);
    const float stem =
        std::clamp(stemAt(ui.registry, at.rect, box.Min.y), box.Min.x + 16, box.Max.x - 16);
    bool pressed = false;
    hovered_ = ImGui::IsMouseHoveringRect(box.Min, box.Max, false);
    // The stem takes no mouse: it belongs to no window.
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    if (beginOverlay("##hint", {box.Min - ImVec2(2, 2), box.Max + ImVec2(2, 2)})) {
        drawSurface(ui, box, c.raised, c.accent, ui.metrics.cardRadius);
        list.AddRectFilled({stem - 1, at.rect.Max.y + 10}, {stem + 1, box.Min.y}, c.accent.u32());
        list.AddTriangleFilled({stem, at.rect.Max.y + 4}, {stem + 8, at.rect.Max.y + 13},
                               {stem - 8, at.rect.Max.y + 13}, c.accent.u32());
        drawWrapped(ui, {box.Min + ImVec2(12, 12), box.Max - ImVec2(12, 12)}, text,
                    {Font::Small, c.text});
        const float w = ui.fonts.width(Font::Text, label) + 24;
        pressed =
            button(ui, {box.Max - ImVec2(w + 8, 36), box.Max - ImVec2(8, 8)}, {.label = label});
        const float skip = ui.fonts.width(Font::Text, kSkip) + 24;
        if (step_ + 1 < kHints.size() &&
            button(ui, {{box.Min.x + 8, box.Max.y - 36}, {box.Min.x + 8 + skip, box.Max.y - 8}},
                   {.label = kSkip}))
            dismiss(context);
    }
    ImGui::End();
    return pressed;
}

void Hints::draw(const PanelContext& context) {
    const bool covered =
        ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
    if (!open_ || covered) return;
    const Hint& hint = kHints[step_];
    const Widget* at = context.ui.registry.find(hint.target);
    if (!at) at = context.ui.registry.find(hint.otherTarget);
    if (!at) return;
    const bool pressed = bubble(context, *at, hint.label, hint.text);
    if (!hovered_) shown_ += static_cast<double>(ImGui::GetIO().DeltaTime);
    const bool over = shown_ > kHintSeconds;
    if (!pressed && !over) return;
    shown_ = 0;
    if (++step_ < kHints.size()) return;
    step_ = 0;
    // Who only let them pass sees them again next time.
    if (pressed) dismiss(context);
    open_ = false;
}

void openShortcuts() { ImGui::OpenPopup("##shortcuts"); }

void drawShortcuts(const PanelContext& context) {
    Ui& ui = context.ui;
    constexpr float width = 360, row = 28;
    const float height = 24 + 32 + static_cast<float>(kShortcuts.size()) * row + 40;
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({(screen.x - width) / 2, std::max(8.0f, (screen.y - height) / 2)});
    ImGui::SetNextWindowSize({width, height});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, ui.metrics.cardRadius);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);  // white on white has no other edge
    ImGui::PushStyleColor(ImGuiCol_Border, ui.colors().faint.u32());
    const bool open = ImGui::BeginPopupModal(
        "##shortcuts", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar(2);
    if (!open) return;
    const Tokens& c = ui.colors();
    const ImVec2 corner = ImGui::GetWindowPos() + ImVec2(16, 12);
    Stack rows({corner, corner + ImVec2(width - 32, height - 24)}, 0);
    drawText(ui, rows.take(32), "Shortcuts", {Font::Title, c.text});
    for (const auto& [key, meaning] : kShortcuts) {
        const ImRect line = rows.take(row);
        const bool withoutTab = key == kMoveKeys && !context.platform.ownsTab();
        drawText(ui, {line.Min, {line.Min.x + 112, line.Max.y}}, withoutTab ? "Arrows" : key,
                 {Font::NumberSmall, c.accent});
        drawText(ui, {{line.Min.x + 120, line.Min.y}, line.Max}, meaning, {Font::Text, c.text});
    }
    const ImRect end = rows.take(40);
    const bool closed = button(ui, {{end.Max.x - 80, end.Min.y + 8}, {end.Max.x, end.Min.y + 36}},
                               {.label = "Close"});
    if (closed || ImGui::IsKeyPressed(ImGuiKey_Escape)) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

void drawDropTarget(Ui& ui, const ImRect& screen) {
    const Tokens& c = ui.colors();
    const ImRect box(screen.Min + ImVec2(16, 16), screen.Max - ImVec2(16, 16));
    if (beginOverlay("##drop", screen)) {
        ImDrawList& list = *ImGui::GetWindowDrawList();
        list.AddRectFilled(screen.Min, screen.Max, c.page.u32(0.82f));
        list.AddRect(box.Min, box.Max, c.accent.u32(), 12, 0, 2);
        const ImVec2 middle = box.GetCenter();
        drawIcon(list, Icon::File, {middle.x, middle.y - 36}, 36, c.accent.u32());
        drawText(ui, {box.Min.x, middle.y, box.Max.x, middle.y + 24},
                 "Drop to train on these images", {Font::Brand, c.text, Align::Center});
        drawText(ui, {box.Min.x, middle.y + 26, box.Max.x, middle.y + 46},
                 "cifar-10-binary.tar.gz, a .tar, or a .bin file of CIFAR-10",
                 {Font::Small, c.dim, Align::Center});
    }
    ImGui::End();
}

}  // namespace squash::ui
