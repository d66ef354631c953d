#include "ui/panels/gallery.hpp"

#include <algorithm>
#include <cmath>

namespace squash::ui {
namespace {

constexpr float kGap = 8, kCaption = 32;
constexpr std::size_t kMost = 64;
constexpr float kChance = 30;      // width of a probability
constexpr float kStripHeight = 8;  // above the mark of the true class
constexpr float kMark = 2;

const GalleryItem* predictionOf(const Snapshot& snapshot, std::uint32_t image) {
    const auto it = std::find_if(snapshot.gallery.begin(), snapshot.gallery.end(),
                                 [image](const GalleryItem& item) { return item.image == image; });
    if (it == snapshot.gallery.end()) return nullptr;
    // A network whose weights are no numbers predicts nothing.
    const bool numbers = std::all_of(it->probabilities.begin(), it->probabilities.end(),
                                     [](float p) { return std::isfinite(p); });
    return numbers ? &*it : nullptr;
}

// "airplane 0.02, automobile 0.11, ..."
std::string listed(const Probabilities& probabilities, const Dataset& data) {
    std::string text;
    for (std::size_t i = 0; i < kClasses; ++i)
        text += (i ? ", " : "") + data.classNames[i] + " " + fixed(probabilities[i], 2);
    return text;
}

// In sentences, which may break at a point.
std::string percent(float probability) { return fixed(100.0 * probability, 0) + " %"; }

// At the right end of a line, of cells that all have the same whole number of pixels.
ImRect stripIn(const Ui& ui, const ImRect& line) {
    const float room = line.GetWidth() - kChance - 1;
    const float cell = std::floor(room / kClasses * ui.pixelRatio) / ui.pixelRatio;
    const ImVec2 end = snapped(ui, {line.Max.x - 1, line.Min.y + 3});
    return {end.x - kClasses * cell, end.y, end.x, end.y + kStripHeight};
}

}  // namespace

GalleryGrid galleryGrid(float width, float height) {
    GalleryGrid best;
    float covered = 0;
    for (std::size_t columns = 1; columns <= 24; ++columns) {
        const float side = std::floor((width + kGap) / static_cast<float>(columns) - kGap);
        if (side < 56 || side > 104) continue;
        const auto rows = static_cast<std::size_t>(
            std::max(0.0f, std::floor((height + kGap) / (side + kCaption + kGap))));
        const float area = static_cast<float>(columns * rows) * side * side;
        // More images are worth a little less area.
        if (rows > 0 && area * (1 + 0.02f * static_cast<float>(columns)) > covered) {
            covered = area * (1 + 0.02f * static_cast<float>(columns));
            best = {columns, rows, side};
        }
    }
    if (covered == 0)
        best = {std::max<std::size_t>(1, static_cast<std::size_t>(width / 64)), 1,
                std::max(24.0f, std::min(56.0f, height - kCaption))};
    return best;
}

std::string GalleryPanel::note(const Snapshot& snapshot) {
    return std::isfinite(snapshot.validationAccuracy)
               ? percent(snapshot.validationAccuracy) + " right"
               : "not validated yet";
}

void GalleryPanel::choose(const PanelContext& context, std::size_t count) {
    const DatasetPtr& data = context.driver.data();
    std::vector<std::uint32_t> images(std::min({count, kMost, data->validation.size()}));
    for (std::size_t i = 0; i < images.size(); ++i) images[i] = static_cast<std::uint32_t>(i);
    context.driver.showImages(images);
    if (data_ == data && loaded_ == images) return;
    data_ = data;
    loaded_ = std::move(images);
    load(context);
}

void GalleryPanel::load(const PanelContext& context) {
    for (std::size_t place = 0; place < loaded_.size(); ++place)
        context.images.setImage(place, data_->validation.image(loaded_[place]));
}

void GalleryPanel::drawStrip(const PanelContext& context, const ImRect& line, std::size_t index,
                             const GalleryItem& prediction) {
    Ui& ui = context.ui;
    const Tokens& t = ui.colors();
    const ImRect strip = stripIn(ui, line);
    const float cell = strip.GetWidth() / kClasses;
    if (cell < 1) return;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(strip.Min - ImVec2(1, 1), strip.Max + ImVec2(1, 1), t.line.u32());
    const auto left = [&](std::size_t i) { return strip.Min.x + static_cast<float>(i) * cell; };
    list.AddRectFilled({left(prediction.label), strip.Max.y + 1},
                       {left(prediction.label + 1), strip.Max.y + 1 + kMark}, t.goodText.u32());
    strips_.places.push_back({strip.Min, strip.Max, strips_.rows, 1});
    strips_.rows += 1;
    strips_.values.insert(strips_.values.end(), prediction.probabilities.begin(),
                          prediction.probabilities.end());
    const float at = (ImGui::GetIO().MousePos.x - strip.Min.x) / cell;
    const auto pointed = static_cast<std::size_t>(std::clamp(at, 0.0f, kClasses - 1.0f));
    ImGui::PushItemFlag(ImGuiItemFlags_NoNav, true);  // the keys go from image to image
    item(ui, strip,
         {.label = "Class probabilities of image " + std::to_string(index + 1),
          .kind = Kind::Text,
          .help = data_->classNames[pointed] + ": " + fixed(prediction.probabilities[pointed], 2) +
                  (pointed == prediction.label ? ", its true class" : ""),
          .value = listed(prediction.probabilities, *data_)});
    ImGui::PopItemFlag();
}

void GalleryPanel::drawCaption(const PanelContext& context, const ImRect& tile, std::size_t index) {
    Ui& ui = context.ui;
    const Tokens& t = ui.colors();
    const std::uint8_t label = data_->validation.labels[loaded_[index]];
    const std::string& truth = data_->classNames[label];
    const GalleryItem* item_ = predictionOf(context.driver.snapshot(), loaded_[index]);
    const ImRect first(tile.Min.x, tile.Max.y + 2, tile.Max.x, tile.Max.y + 17),
        second(first.Min + ImVec2(0, 15), first.Max + ImVec2(0, 15));
    ItemSpec about{.label = "Validation image " + std::to_string(index + 1),
                   .kind = Kind::Text,
                   .help = "A validation image: " + truth + ". Not predicted yet.",
                   .value = truth};
    if (item_) {
        const auto& p = item_->probabilities;
        const auto guess =
            static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
        const bool right = guess == label;
        const std::string name = data_->classNames[guess], chance = fixed(p[guess], 2);
        const Color ink = right ? t.goodText : t.badText;
        drawIcon(*ImGui::GetWindowDrawList(), right ? Icon::Check : Icon::Cross,
                 {first.Min.x + 5, first.GetCenter().y}, 9, ink.u32());
        drawText(ui, {first.Min + ImVec2(14, 0), first.Max}, name, {Font::Tiny, ink});
        drawText(ui, {second.Min, {second.Min.x + kChance, second.Max.y}}, chance,
                 {Font::NumberTiny, t.dim});
        drawStrip(context, second, index, *item_);  // before the tile, which takes the mouse else
        about.help = right ? "Right: " + name + " with probability " + percent(p[guess]) + "."
                           : "Wrong: taken for " + name + " (" + percent(p[guess]) +
                                 "), but it is " + truth + " (" + percent(p[label]) + ").";
        about.value = name + " " + chance + (right ? " right" : " wrong, is " + truth);
    } else {
        drawText(ui, first, truth, {Font::Tiny, t.dim});
    }
    item(ui, {tile.Min, second.Max}, about);
}

void GalleryPanel::draw(const PanelContext& context, const ImRect& area) {
    const GalleryGrid grid = galleryGrid(area.GetWidth(), area.GetHeight());
    choose(context, grid.count());
    std::vector<gl::ImageQuad> quads;
    strips_ = {};
    strips_.columns = kClasses;
    const float step = (area.GetWidth() + kGap) / static_cast<float>(grid.columns);
    for (std::size_t i = 0; i < std::min(loaded_.size(), grid.count()); ++i) {
        const ImVec2 corner =
            snapped(context.ui, area.Min + ImVec2(static_cast<float>(i % grid.columns) * step,
                                                  static_cast<float>(i / grid.columns) *
                                                      (grid.side + kCaption + kGap)));
        const ImRect tile(corner, corner + ImVec2(grid.side, grid.side));
        quads.push_back({i, tile.Min, tile.Max, 4});
        drawCaption(context, tile, i);
    }
    ImDrawList& list = *ImGui::GetWindowDrawList();
    context.images.draw(list, quads);
    context.heatMaps.draw(list, std::move(strips_), context.ui.colors());
}

}  // namespace squash::ui
