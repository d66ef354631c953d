// What can be said of the chosen function and of those it is compared with, side by side: computed from the
// functions themselves, their cost measured on this machine.
#pragma once
#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ui/panels/curve_lines.hpp"
#include "ui/panels/panel.hpp"

namespace squash::ui {

struct FactsColumn {
    std::string name;
    const CurveLines* lines;
    Color ink;
    std::string learned = {};  // what the parameters have come to, where it is of these
};

// What is said of one function: made when it is another one, not for every frame.
class FactTexts {
public:
    static constexpr std::size_t kCount = 7;  // of facts; the cost is none: it is measured anew
    // True when the texts were made anew.
    bool follow(const CurveLines& lines);

    const std::array<std::string, kCount>& facts() const { return facts_; }
    const std::string& note() const { return note_; }  // f, its derivatives, what it is for

private:
    std::optional<Activation> activation_;
    std::array<std::string, kCount> facts_;
    std::string note_;
};

class FactsPanel {
public:
    // columns: the chosen one first; the last ones are left out where there is no room.
    void draw(const PanelContext& context, const ImRect& area,
              std::span<const FactsColumn> columns);

private:
    float drawRows(const PanelContext& context, const ImRect& area,
                   std::span<const FactsColumn> columns);

    std::vector<FactTexts> texts_;  // of the columns
};

}  // namespace squash::ui
