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
constexpr float kLeastText = 320, kLeastLines = 128;

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

// Where sum, results and pictures go; no pictures where there is no room for them.
struct CardPlaces {
    ImRect text, pictures;
    std::size_t pictureCount = 0;
    float side = 0;
};

float sideOf(std::size_t pictures, float width, float height) {
    const auto count = static_cast<float>(pictures);
    return std::floor(
        std::min((width - (count - 1) * kPictureGap) / count, height - kPictureExtra));
}

float widthOf(std::size_t pictures, float side) {
    return static_cast<float>(pictures) * (side + kPictureGap) - kPictureGap;
}

CardPlaces placesIn(const ImRect& inside) {
    CardPlaces places{inside, {}, 0, 0};
    const float beside =
        std::min(inside.GetWidth() * 0.58f, inside.GetWidth() - kLeastText - kBetween);
    for (const std::size_t count : {std::size_t{4}, std::size_t{3}}) {
        const float side = sideOf(count, beside, inside.GetHeight());
        if (side < (count == 4 ? kFourthFrom : kLeastSide)) continue;
        const float width = widthOf(count, side);
        places.pictures = {{inside.Max.x - width, inside.Min.y}, inside.Max};
        places.text.Max.x = places.pictures.Min.x - kBetween;
        places.pictureCount = count;
        places.side = side;
        return places;
    }
    const float side = sideOf(3, inside.GetWidth(), inside.GetHeight() - kLeastLines - kBetween);
    if (side < kLeastSide) return places;
    places.pictures = {{inside.Min.x, inside.Max.y - side - kPictureExtra}, inside.Max};
    places.text.Max.y = places.pictures.Min.y - kBetween / 2;
    places.pictureCount = 3;
    places.side = side;
    return places;
}

void drawPictures(Ui& ui, gl::HeatMaps& maps, const CardPlaces& places, const UnitCardSpec& spec,
                  UnitCardAnswer& answer) {
    const std::vector<UnitPicture> pictures = picturesOf(spec.calculation);
    ImVec2 corner = places.pictures.Min;
    for (std::size_t i = 0; i < std::min(places.pictureCount, pictures.size()); ++i) {
        const ImRect box(corner, corner + ImVec2(places.side, places.side + kPictureExtra));
        corner.x += places.side + kPictureGap;
        const std::optional<MapPlace> place = drawUnitPicture(ui, maps, box, pictures[i]);
        if (!place) continue;
        answer.choice = spec.calculation.choice;
        answer.choice->place = place;
    }
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
    if (places.pictureCount > 0) drawPictures(ui, maps, places, spec, answer);
    return answer;
}

}  // namespace squash::ui
