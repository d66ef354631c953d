// The controls of the screen. Each takes the box it fills and a description (name, help, and why it
// is disabled), draws itself in the theme, and returns what the person did.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ui/widgets/icons.hpp"
#include "ui/widgets/ui.hpp"

namespace squash::ui {

struct ControlText {
    std::string label;
    std::string help = {};
    bool enabled = true;
    std::string reason = {};
};

bool button(Ui& ui, const ImRect& box, const ControlText& text);
// Of the accent colour: the one that is meant to be pressed next where it stands; icon left of its label.
bool primaryButton(Ui& ui, const ImRect& box, Icon icon, const ControlText& text);
bool iconButton(Ui& ui, const ImRect& box, Icon icon, const ControlText& text);
bool checkbox(Ui& ui, const ImRect& box, bool checked, const ControlText& text);

// A panel's surface with its title and an optional note at the right, which is cut where there is no
// room (the pointer shows it whole); returns the inside.
ImRect card(Ui& ui, const ImRect& box, std::string_view title, std::string_view note = {});
// A panel's surface whose title is left to the caller (tabs); returns the inside with the title row.
ImRect bareCard(Ui& ui, const ImRect& box);

// What stands above the columns of a table; one without width is left out.
struct ColumnHead {
    ImRect box;
    std::string_view text;
    Align align = Align::Right;
};
void tableHead(Ui& ui, std::span<const ColumnHead> heads);

struct Tab {
    std::string label, help;
};
// Draws tabs from the left; returns the chosen one. `end` gets the x where they end.
std::size_t tabs(Ui& ui, const ImRect& row, std::span<const Tab> tabs, std::size_t chosen,
                 float* end = nullptr);

// A field that opens a list; returns the option chosen in this frame. With `flat`, no surface.
struct ComboSpec {
    ControlText text;
    std::vector<std::string> options;
    std::size_t chosen = 0;
    std::string shown = {};  // in place of the chosen option
    bool flat = false, numbers = false;
    std::vector<std::size_t> ruled = {};  // options with a line above: they choose something else
    std::map<std::size_t, std::string> headings = {};  // above these options
};
std::optional<std::size_t> combo(Ui& ui, const ImRect& box, const ComboSpec& spec);

// A field that opens a list of what can be switched on and off, and stays open until a person clicks elsewhere or
// presses Escape. Returns the item pressed in this frame; asks for the items only while it is open.
struct CheckItem {
    ControlText text;   // its name for scripts: what pressing it does
    std::string shown;  // its name in the list
    bool checked = false;
    bool ruled = false;   // with a line above
    bool closes = false;  // not to be checked: it does something else, and the list is done with
};
std::optional<std::size_t> checkList(Ui& ui, const ImRect& box, const ControlText& text,
                                     const std::function<std::vector<CheckItem>()>& items);

// combo() as a mere arrow, beside a field that it fills. Nothing chosen: spec.chosen is the number of options.
std::optional<std::size_t> listButton(Ui& ui, const ImRect& box, const ComboSpec& spec);

// A position among discrete sensible values; returns the one dragged or stepped to.
struct SliderMark {  // on the track: where something else stands, or from where to where several do
    double least, at, most;
};
struct SliderSpec {
    ControlText text;
    std::span<const double> stops;  // ascending
    double value = 0;
    std::span<const SliderMark> marks = {};
};
std::optional<double> slider(Ui& ui, const ImRect& box, const SliderSpec& spec);

// A number to type, with suggestions in a list where there are some. Answers when Enter is pressed
// or the field is left; what is no number in the range comes back as `problem`.
struct NumberSpec {
    ControlText text;
    double value = 0, minimum = 0, maximum = 1e9;
    bool integer = true;
    std::vector<double> suggestions = {};
    std::string shown = {};  // in place of the number ("all")
    double shownAs = 0;      // typing this text means this value
};
struct NumberAnswer {
    std::optional<double> value;
    std::string problem;
};
NumberAnswer numberField(Ui& ui, const ImRect& box, const NumberSpec& spec);

// A small live curve to choose by. curve: values of f at even steps over [-3, 3].
struct TileSpec {
    ControlText text;
    std::string name;  // shown below the curve
    std::span<const float> curve;
    bool chosen = false;
};
bool activationTile(Ui& ui, const ImRect& box, const TileSpec& spec);
// One that opens a list; returns the option chosen in this frame. Nothing chosen: list.chosen is the
// number of options.
std::optional<std::size_t> listTile(Ui& ui, const ImRect& box, const TileSpec& spec,
                                    const ComboSpec& list);

// Label at the left, box of the control at the right of a row.
struct Row {
    ImRect label, field;
};
Row splitRow(const Ui& ui, const ImRect& row);
void rowLabel(Ui& ui, const ImRect& box, std::string_view text);
void valueRow(Ui& ui, const ImRect& row, std::string_view label, std::string_view value);

// Takes boxes from the right end of a row.
class RowFromRight {
public:
    explicit RowFromRight(const ImRect& row) : row_(row) {}
    ImRect take(float width) {
        const ImRect box(row_.Max.x - width, row_.Min.y, row_.Max.x, row_.Max.y);
        row_.Max.x -= width + 8;
        return box;
    }
    float left() const { return row_.GetWidth(); }

private:
    ImRect row_;
};

// Takes rows from the top of an area.
class Stack {
public:
    Stack(const ImRect& area, float gap) : area_(area), y_(area.Min.y), gap_(gap) {}
    ImRect take(float height) {
        const ImRect box(area_.Min.x, y_, area_.Max.x, y_ + height);
        y_ += height + gap_;
        return box;
    }
    ImRect rest() const { return {area_.Min.x, y_, area_.Max.x, area_.Max.y}; }
    float used() const { return y_ - gap_ - area_.Min.y; }
    void space(float height) { y_ += height; }

private:
    ImRect area_;
    float y_, gap_;
};

}  // namespace squash::ui
