#include "ui/panels/activation.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/panels/layer_choice.hpp"

namespace squash::ui {
namespace {

constexpr std::size_t kColumns = 4;
constexpr float kTileHeight = 46, kTileGap = 6;

// On a tile there is room for some nine letters.
std::string tileName(std::string_view name) {
    std::string text(name);
    std::replace(text.begin(), text.end(), '_', ' ');
    for (const auto& [whole, part] : {std::pair("sigmoid", "sig."), std::pair("exponential", "exp"),
                                      std::pair("threshold", "thresh.")})
        if (const auto at = text.find(whole); text.size() > 8 && at != std::string::npos)
            text.replace(at, std::string_view(whole).size(), part);
    return text;
}

std::string tileHelp(const ActivationInfo& info) {
    return std::string(info.name) + ": " + std::string(info.formula) + ". " +
           std::string(info.note);
}

// The last place is the list's.
std::size_t places(std::size_t tiles) { return tiles + 1; }

float heightOf(std::size_t tiles) {
    const std::size_t rows = (places(tiles) + kColumns - 1) / kColumns;
    return static_cast<float>(rows) * (kTileHeight + kTileGap) - kTileGap;
}

ImRect placeOf(const ImRect& area, std::size_t index) {
    const float width = (area.GetWidth() - (kColumns - 1) * kTileGap) / kColumns;
    const ImVec2 corner =
        area.Min + ImVec2(static_cast<float>(index % kColumns) * (width + kTileGap),
                          static_cast<float>(index / kColumns) * (kTileHeight + kTileGap));
    return {corner, corner + ImVec2(width, kTileHeight)};
}

}  // namespace

std::vector<std::string> hiddenLayerNames(const Experiment& experiment) {
    std::vector<std::string> names = layerTitles(experiment.network);
    names.pop_back();
    return names;
}

const Activation& ActivationPanel::inField(const Experiment& experiment) const {
    const Activation& activation = shown(experiment);
    const std::size_t pieces = piecesOf(activation);
    return pieces > 1 ? pieces_.largestOf(pieces) : activation;
}

ActivationPanel::Curve ActivationPanel::curveOf(const Activation& activation) {
    Curve curve{};
    for (std::size_t i = 0; i < curve.size(); ++i)
        curve[i] = static_cast<float>(evaluate(activation, -3 + 0.1 * static_cast<double>(i)).f);
    return curve;
}

ActivationPanel::ActivationPanel() {
    for (const ActivationInfo& entry : activationTable()) {
        if (entry.common)
            tiles_.push_back({&entry, curveOf(makeActivation(entry))});
        else
            others_.push_back(&entry);
    }
}

float ActivationPanel::height(const PanelContext& context, float width) {
    const Metrics& m = context.ui.metrics;
    const Experiment& experiment = context.driver.experiment();
    formula_.follow(inField(experiment));
    std::size_t rows = 0;
    if (formula_.readable()) rows = parameterRows(edited(experiment));
    const auto parameters = static_cast<float>(rows);
    return m.padding * 2 - 4 + m.title + 4 + heightOf(tiles_.size()) + 8 +
           formula_.height(context.ui, width - 2 * m.padding) + parameters * (m.row + m.rowGap);
}

void ActivationPanel::choose(const PanelContext& context, const Activation& activation) {
    formula_.discard();
    Experiment next = context.driver.experiment();
    if (layer_) {
        next.activations[*layer_] = activation;
    } else {
        std::ranges::fill(next.activations, activation);
    }
    context.change(next);
}

void ActivationPanel::drawTiles(const PanelContext& context, const ImRect& area) {
    const auto& activations = context.driver.experiment().activations;
    for (std::size_t i = 0; i < tiles_.size(); ++i) {
        const ActivationInfo* entry = tiles_[i].entry;
        const bool all = std::all_of(activations.begin(), activations.end(),
                                     [entry](const Activation& a) { return a.entry == entry; });
        const TileSpec tile{.text = {.label = std::string(entry->name), .help = tileHelp(*entry)},
                            .name = tileName(entry->name),
                            .curve = tiles_[i].curve,
                            .chosen = layer_ ? activations[*layer_].entry == entry : all};
        if (activationTile(context.ui, placeOf(area, i), tile))
            choose(context, makeActivation(*entry));
    }
    drawMore(context, placeOf(area, tiles_.size()));
}

void ActivationPanel::drawMore(const PanelContext& context, const ImRect& box) {
    const Activation& now = shown(context.driver.experiment());
    const auto found = std::ranges::find(others_, now.entry);
    const bool chosen = found != others_.end() || now.formula;
    ComboSpec list{.text = {.label = "More functions"}, .options = {}};
    for (const ActivationInfo* entry : others_) list.options.emplace_back(entry->name);
    list.chosen = static_cast<std::size_t>(found - others_.begin());
    const Activation& drawn = inField(context.driver.experiment());
    if (chosen && otherShown_ != drawn) {
        otherShown_ = drawn;
        otherCurve_ = curveOf(drawn);
    }
    TileSpec tile{.text = {.label = "More functions",
                           .help = "The rest of the catalogue: " + std::to_string(others_.size()) +
                                   " functions more."},
                  .name = chosen ? tileName(now.entry->name) : "more",
                  .curve = {},
                  .chosen = chosen};
    if (chosen) tile.curve = otherCurve_;
    if (const auto index = listTile(context.ui, box, tile, list))
        choose(context, makeActivation(*others_[*index]));
}

void ActivationPanel::draw(const PanelContext& context, const ImRect& box) {
    Ui& ui = context.ui;
    const ImRect inside = card(ui, box, "Activation");
    layerChoice(context, inside,
                {"Layers", "Which hidden layers the choice below is for.",
                 hiddenLayerNames(context.driver.experiment())},
                layer_);
    drawTiles(context, inside);
    Stack rows({{inside.Min.x, inside.Min.y + heightOf(tiles_.size()) + 8}, inside.Max},
               ui.metrics.rowGap);
    // The experiment changes only at the end of the frame's drawing of this card.
    const Activation now = inField(context.driver.experiment());
    const ImRect formula = rows.take(formula_.height(ui, inside.GetWidth()));
    const auto used = formula_.draw(context, formula, now);
    drawParameters(context, rows);
    if (used) choose(context, *used);
}

}  // namespace squash::ui
