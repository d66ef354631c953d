#include "ui/panels/unit_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/panels/unit_sum.hpp"

namespace squash::ui {
namespace {

constexpr float kLeastRow = 15, kMostRow = 20;
constexpr std::size_t kMostProducts = 8;
constexpr std::size_t kFixedLines = 4;  // the head, the others, the bias, z

// Letters and gaps of both tables.
struct Grade {
    Font font;
    float gap, between;  // two columns, the two tables
    bool signs;          // in the head
};
constexpr Grade kGrades[] = {{Font::NumberSmall, 10, 22, true}, {Font::NumberTiny, 6, 14, false}};

// A column of the sum: what it is called, and its text in a line.
struct Column {
    const char* head;
    const char* plainHead;  // without its sign
    std::string SumLine::* text;
    float width = 0;  // 0: no room
};

struct SumTable {
    Grade grade = kGrades[0];
    float row = kMostRow;
    // In the order of drawing.
    std::array<Column, 6> columns{{{"", "", &SumLine::name},
                                   {"input", "input", &SumLine::input},
                                   {"\u00d7 weight", "weight", &SumLine::weight},
                                   {"= product", "product", &SumLine::product},
                                   {"dL/dW", "dL/dW", &SumLine::gradient},
                                   {"W +=", "W +=", &SumLine::update}}};

    float width() const {
        float sum = -grade.gap;
        for (const Column& column : columns) sum += column.width > 0 ? column.width + grade.gap : 0;
        return sum;
    }
    std::string head(const Column& column) const {
        return grade.signs ? column.head : column.plainHead;
    }
};

float widthOf(const Ui& ui, Font font, const std::string& text) {
    return std::ceil(ui.fonts.width(font, text.c_str())) + 1;
}

// A name with nothing beside it reaches over the columns to the product's.
bool spans(const SumLine& line) { return line.input.empty(); }

float neededBy(const Ui& ui, const SumTable& table, const Column& column,
               const std::vector<SumLine>& lines) {
    float width = widthOf(ui, Font::Tiny, table.head(column));
    for (const SumLine& line : lines)
        if (column.text != &SumLine::name || !spans(line))
            width = std::max(width, widthOf(ui, table.grade.font, line.*column.text));
    return width;
}

// Where the names that span several columns need more than these have, the first one gets it.
void widenNames(const Ui& ui, SumTable& table, const std::vector<SumLine>& lines) {
    float missing = 0;
    for (const SumLine& line : lines) {
        float room = -table.grade.gap;
        for (std::size_t i = 0; i < 3; ++i)
            room += table.columns[i].width > 0 ? table.columns[i].width + table.grade.gap : 0;
        if (spans(line))
            missing = std::max(missing, widthOf(ui, table.grade.font, line.name) - room);
    }
    table.columns[0].width += missing;
}

// Gives room to the columns that tell most; returns whether the first four have it.
bool fitColumns(const Ui& ui, SumTable& table, float width, const std::vector<SumLine>& lines) {
    std::array<float, 6> needed{};
    for (std::size_t i = 0; i < needed.size(); ++i) {
        needed[i] = neededBy(ui, table, table.columns[i], lines);
        table.columns[i].width = 0;
    }
    const auto give = [&](std::initializer_list<std::size_t> indices) {
        const SumTable before = table;
        for (const std::size_t i : indices) table.columns[i].width = needed[i];
        widenNames(ui, table, lines);
        const bool fits = table.width() <= width;
        if (!fits) table = before;
        return fits;
    };
    const bool all = give({0, 1, 2, 3});
    if (!all) {
        for (const std::size_t i : {std::size_t{0}, std::size_t{3}})
            table.columns[i].width = needed[i];
        widenNames(ui, table, lines);
    }
    if (all && give({4})) give({5});
    return all;
}

void drawRule(Ui& ui, const ImRect& row) {
    const float y = snapped(ui, row.Min).y;
    ImGui::GetWindowDrawList()->AddRectFilled({row.Min.x, y}, {row.Max.x, y + 1},
                                              ui.colors().line.u32());
}

void drawHead(Ui& ui, const ImRect& row, const SumTable& table) {
    float x = row.Min.x;
    for (const Column& column : table.columns) {
        if (column.width == 0) continue;
        drawText(ui, {{x, row.Min.y}, {x + column.width, row.Max.y}}, table.head(column),
                 {Font::Tiny, ui.colors().dim, Align::Right});
        x += column.width + table.grade.gap;
    }
}

void drawLine(Ui& ui, const ImRect& row, const SumTable& table, const SumLine& line) {
    const Tokens& c = ui.colors();
    const bool sum = line.label == "Sum z";
    const ImRect whole(row.Min, {row.Min.x + table.width(), row.Max.y});
    if (sum) drawRule(ui, whole);
    float x = row.Min.x;
    for (const Column& column : table.columns) {
        if (column.width == 0) continue;
        const bool name = column.text == &SumLine::name, product = column.text == &SumLine::product;
        const float end = name && spans(line) ? whole.Max.x : x + column.width;
        drawText(
            ui, {{x, row.Min.y}, {end, row.Max.y}}, line.*column.text,
            {table.grade.font, product || sum ? c.text : c.dim, name ? Align::Left : Align::Right});
        x += column.width + table.grade.gap;
    }
    item(ui, whole,
         {.label = line.label, .kind = Kind::Text, .help = line.help, .value = line.product});
}

struct ResultPlaces {
    Grade grade;
    float name = 0, value = 0;
    float width() const { return name + grade.gap + value; }
};

ResultPlaces resultPlaces(const Ui& ui, const Grade& grade, const std::vector<ResultLine>& lines) {
    ResultPlaces places{grade};
    for (const ResultLine& line : lines) {
        places.name = std::max(places.name, widthOf(ui, grade.font, line.name));
        places.value = std::max(places.value, widthOf(ui, grade.font, line.value));
    }
    return places;
}

void drawResults(Ui& ui, const ImRect& area, const ResultPlaces& places, float height,
                 const std::vector<ResultLine>& lines) {
    ImRect row(area.Min, {area.Max.x, area.Min.y + height});
    for (const ResultLine& line : lines) {
        if (row.Max.y > area.Max.y + 0.5f) return;
        drawText(ui, {row.Min, {row.Min.x + places.name, row.Max.y}}, line.name,
                 {places.grade.font, ui.colors().dim});
        drawText(ui, {{row.Max.x - places.value, row.Min.y}, row.Max}, line.value,
                 {places.grade.font, ui.colors().text, Align::Right});
        item(ui, row,
             {.label = "Unit " + line.name,
              .kind = Kind::Text,
              .help = line.help,
              .value = line.value});
        row.TranslateY(height);
    }
}

}  // namespace

void drawUnitTable(Ui& ui, const ImRect& area, const UnitCalculation& calculation) {
    const auto fitting = static_cast<std::size_t>(std::max(area.GetHeight() / kLeastRow, 5.0f));
    const std::size_t products = std::min(fitting - kFixedLines, kMostProducts);
    const std::vector<SumLine> lines = sumLines(calculation, products);
    const std::vector<ResultLine> results = resultLines(calculation);
    SumTable table;
    ResultPlaces places{};
    for (const Grade& grade : kGrades) {
        places = resultPlaces(ui, grade, results);
        table.grade = grade;
        const float room = area.GetWidth() - places.width() - grade.between;
        if (fitColumns(ui, table, room, lines)) break;
    }
    const float room = area.GetHeight() / static_cast<float>(lines.size() + 1);
    table.row = std::clamp(std::floor(room), kLeastRow, kMostRow);
    ImRect row(area.Min, {area.Max.x, area.Min.y + table.row});
    drawHead(ui, row, table);
    for (const SumLine& line : lines) {
        row.TranslateY(table.row);
        drawLine(ui, row, table, line);
    }
    // Beside the sum, not at the far end of a wide card.
    const float left = area.Min.x + table.width() + table.grade.between;
    const float most = std::min(left + places.width() + table.grade.between, area.Max.x);
    drawResults(ui, {{left, area.Min.y}, {most, area.Max.y}}, places, table.row, results);
}

}  // namespace squash::ui
