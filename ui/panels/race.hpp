// A race's entrants with what each has reached: who they are, how they differ, and what a person can do with one of
// them: show it on the whole screen, pause it, take it out.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ui/panels/panel.hpp"

namespace squash::ui {

class RacePanel {
public:
    // row: beside the tabs, for who enters. area: below them, for the table.
    void draw(const PanelContext& context, const ImRect& row, const ImRect& area);

private:
    void drawTools(const PanelContext& context, const ImRect& row);
    bool drawEnd(const PanelContext& context, RowFromRight& row);
    std::optional<Entrant> drawAdd(const PanelContext& context, const ImRect& box);
    void drawField(const PanelContext& context, const ImRect& box);
    void drawEmpty(const PanelContext& context, const ImRect& area) const;
    void drawTable(const PanelContext& context, const ImRect& area);
    void drawEntrant(const PanelContext& context, const ImRect& row, std::size_t index);
    void drawButtons(const PanelContext& context, const ImRect& pause, const ImRect& remove,
                     std::size_t index);

    std::vector<Entrant> offered_;  // who could enter, by the driver's choice at that time
    std::optional<std::uint64_t> offeredFor_;
};

}  // namespace squash::ui
