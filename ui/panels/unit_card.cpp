#include "ui/panels/unit_card.hpp"

#include <algorithm>
#include <cmath>

#include "squash/network/architecture.hpp"
#include "ui/panels/unit_maps.hpp"
#include "ui/panels/unit_sum.hpp"
#include "ui/panels/unit_table.hpp"
#include "ui/widgets/controls.hpp"
#include "ui/widgets/format.hpp"

namespace squash::ui {
namespace {

constexpr float kButton = 28, kHeadGap = 4, kBetween = 16, kPictureGap = 12;
constexpr float kLeastSide = 64, kFourthFrom = 96;  // edges of pictures
constexpr float kLeastText = 360, kLeastLines = 128;

// "Conv2D 1, channel 2"
std::string titleFor(const UnitCardSpec& spec) {
    const UnitCalculation& c = spec.calculation;
    // Layers with an activation come first among those with weights, the last one has none.
    const std::vector<std::string> names = layerTitles(spec.experiment.network);
    const std::string name = c.choice.layer < names.size() ? names[c.choice.layer] : "Layer";
    return name + (c.maps ? ", channel " : ", unit ") + std::to_string(c.choice.unit + 1);
}

// From all that there is to say to nothing: as much as fits is shown.
std::vector<std::string> notesFor(const UnitCardSpec& spec) {
    const UnitCalculation& c = spec.calculation;
    const auto& p = c.probabilities;
    const auto guess = static_cast<std::size_t>(std::ranges::max_element(p) - p.begin());
    const std::string image = "image " + std::to_string(c.choice.image + 1);
    const std::string truth = image + ": " + spec.data.classNames[c.label];
    const std::string taken =
        truth +
        (guess == c.label ? ", right " : ", taken for " + spec.data.classNames[guess] + " ") +
        fixed(static_cast<double>(p[guess]), 2);
    const std::string place = c.maps ? ", row " + std::to_string(c.choice.place->row + 1) +
                                           ", column " + std::to_string(c.choice.place->column + 1)
                                     : "";
    const std::string function = std::string(c.activation.entry->name) + ", ";
    return {function + taken + place + ", step " + grouped(c.step),
            function + taken + place,
            taken + place,
            truth + place,
            image + place,
            image};
}

void drawTitle(Ui& ui, const ImRect& row, const UnitCardSpec& spec) {
    const std::string title = titleFor(spec);
    const float split = row.Min.x + ui.fonts.width(Font::Title, title.c_str()) + 1;
    textItem(ui, {row.Min, {std::min(split, row.Max.x), row.Max.y}}, "Unit", title,
             {Font::Title, ui.colors().text});
    const ImRect rest({split + 12, row.Min.y}, row.Max);
    const std::vector<std::string> notes = notesFor(spec);
    for (const std::string& note : notes) {
        if (ui.fonts.width(Font::Small, note.c_str()) > rest.GetWidth()) continue;
        drawText(ui, rest, note, {Font::Small, ui.colors().dim});
        item(ui, rest,
             {.label = "Unit's image",
              .kind = Kind::Text,
              .help = notes.front() + ".",
              .value = note});
        break;
    }
}

void drawHead(Ui& ui, const ImRect& row, const UnitCardSpec& spec, UnitCardAnswer& answer) {
    const UnitChoice& choice = spec.calculation.choice;
    const std::size_t images = spec.data.validation.size();
    float right = row.Max.x;
    const auto next = [&](Icon icon, const ControlText& text) {
        const ImRect box(right - kButton, row.Min.y, right, row.Max.y);
        right -= kButton + 4;
        return iconButton(ui, box, icon, text);
    };
    const auto show = [&](std::size_t image) {
        // Without the place: in another image another one tells most.
        answer.choice = UnitChoice{choice.layer, choice.unit, image, std::nullopt};
    };
    answer.close = next(Icon::Cross, {.label = "Close unit", .help = "Back to all units."});
    if (next(Icon::Forward, {.label = "Next image",
                             .help = "This unit for the next validation image.",
                             .enabled = choice.image + 1 < images,
                             .reason = "This is the last validation image."}))
        show(choice.image + 1);
    if (next(Icon::Back, {.label = "Previous image",
                          .help = "This unit for the validation image before.",
                          .enabled = choice.image > 0,
                          .reason = "This is the first validation image."}))
        show(choice.image - 1);
    drawTitle(ui, {row.Min, {right - 8, row.Max.y}}, spec);
}

struct PictureGrid {
    std::size_t count = 0, across = 1;
    float side = 0;  // of each picture's square

    std::size_t down() const { return (count + across - 1) / across; }
    static float length(std::size_t pieces, float piece) {
        return static_cast<float>(pieces) * (piece + kPictureGap) - kPictureGap;
    }
    float width() const { return length(across, side); }
    float height() const { return length(down(), side + kPictureExtra); }
};

PictureGrid fitted(PictureGrid grid, ImVec2 room) {
    const auto share = [](float whole, std::size_t pieces) {
        return (whole + kPictureGap) / static_cast<float>(pieces) - kPictureGap;
    };
    grid.side = std::floor(
        std::min(share(room.x, grid.across), share(room.y, grid.down()) - kPictureExtra));
    return grid;
}

// All four where they are large enough, else the three that tell most; none where these are too small.
PictureGrid besideText(ImVec2 room) {
    const PictureGrid row = fitted({4, 4}, room), square = fitted({4, 2}, room);
    const PictureGrid& four = row.side > square.side ? row : square;
    if (four.side >= kFourthFrom) return four;
    const PictureGrid three = fitted({3, 3}, room);
    return three.side >= kLeastSide ? three : PictureGrid{};
}

// Where sum and results go, and the pictures: at their right or, in a narrow card, below.
struct CardPlaces {
    ImRect text;
    ImVec2 corner;
    PictureGrid pictures;
};

CardPlaces placesIn(const ImRect& inside) {
    CardPlaces places{inside, inside.Min, {}};
    const ImVec2 size = inside.GetSize();
    const float beside = std::min(size.x * 0.58f, size.x - kLeastText - kBetween);
    places.pictures = besideText({beside, size.y});
    if (places.pictures.count > 0) {
        places.corner.x = inside.Max.x - places.pictures.width();
        places.text.Max.x = places.corner.x - kBetween;
        return places;
    }
    const PictureGrid below = fitted({3, 3}, {size.x, size.y - kLeastLines - kBetween});
    if (below.side < kLeastSide) return places;
    places.pictures = below;
    places.corner.y = inside.Max.y - below.height();
    places.text.Max.y = places.corner.y - kBetween / 2;
    return places;
}

// Returns the place that was clicked.
std::optional<MapPlace> drawPictures(Ui& ui, gl::HeatMaps& maps, const CardPlaces& places,
                                     const UnitCalculation& calculation) {
    if (places.pictures.count == 0) return std::nullopt;
    const std::vector<UnitPicture> pictures = picturesOf(calculation);
    std::optional<MapPlace> clicked;
    const PictureGrid& grid = places.pictures;
    const ImVec2 size(grid.side, grid.side + kPictureExtra);
    for (std::size_t i = 0; i < std::min(grid.count, pictures.size()); ++i) {
        const ImVec2 corner =
            places.corner + ImVec2(static_cast<float>(i % grid.across) * (size.x + kPictureGap),
                                   static_cast<float>(i / grid.across) * (size.y + kPictureGap));
        const auto place = drawUnitPicture(ui, maps, {corner, corner + size}, pictures[i]);
        if (place) clicked = place;
    }
    return clicked;
}

}  // namespace

UnitCardAnswer drawUnitCard(Ui& ui, gl::HeatMaps& maps, const ImRect& area,
                            const UnitCardSpec& spec) {
    UnitCardAnswer answer;
    ImRect inside = spec.surface ? bareCard(ui, area) : area;
    const ImRect head(inside.Min, {inside.Max.x, inside.Min.y + ui.metrics.title});
    drawHead(ui, head, spec, answer);
    inside.Min.y = head.Max.y + kHeadGap;
    const CardPlaces places = placesIn(inside);
    drawUnitTable(ui, places.text, spec.calculation);
    const auto place = drawPictures(ui, maps, places, spec.calculation);
    if (!place) return answer;
    answer.choice = spec.calculation.choice;
    answer.choice->place = place;
    return answer;
}

}  // namespace squash::ui
