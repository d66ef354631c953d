#include "ui/panels/layer_choice.hpp"

namespace squash::ui {

void layerChoice(const PanelContext& context, const ImRect& inside, const LayerChoiceSpec& spec,
                 std::optional<std::size_t>& layer) {
    if (layer && *layer >= spec.names.size()) layer.reset();
    ComboSpec list{.text = {.label = spec.label, .help = spec.help},
                   .options = {"all layers"},
                   .chosen = layer ? *layer + 1 : 0,
                   .flat = true};
    list.options.insert(list.options.end(), spec.names.begin(), spec.names.end());
    const float bottom = inside.Min.y - 4;
    const ImRect box({inside.Max.x - 116, bottom - context.ui.metrics.title},
                     {inside.Max.x + 6, bottom});
    if (const auto chosen = combo(context.ui, box, list))
        layer = *chosen == 0 ? std::nullopt : std::optional(*chosen - 1);
}

}  // namespace squash::ui
