#include "ui/panels/data.hpp"

#include <algorithm>

#include "ui/panels/number_row.hpp"
#include "ui/widgets/bars.hpp"

namespace squash::ui {
namespace {

constexpr float kButtonWidth = 104;

std::string hint(const PanelContext& context) {
    const bool whole =
        context.driver.data()->train.size() >= 50000 && !context.driver.data()->generated;
    const std::string target = context.platform.dropTarget();
    if (whole) return "To use your own .bin files, " + target + ".";
    return "For all 60,000 images of CIFAR-10 or your own, " + target +
           ": cifar-10-binary.tar.gz, or .bin files.";
}

void trainingImagesRow(const PanelContext& context, const ImRect& row) {
    const auto all = static_cast<double>(context.driver.data()->train.size());
    Experiment next = context.driver.experiment();
    // A limit beyond what there is limits nothing.
    const double used = static_cast<double>(next.limit) < all ? static_cast<double>(next.limit) : 0;
    NumberSpec spec{.text = {.label = "Training images",
                             .help = "How many of the data set to train on, from the first one. "
                                     "Few are soon learnt by heart."},
                    .value = used,
                    .minimum = 1,
                    .maximum = all,
                    .shown = "all " + grouped(context.driver.data()->train.size()),
                    .shownAs = 0};
    for (const double count : {500.0, 1000.0, 2000.0, 5000.0, 10000.0, 20000.0})
        if (count < all) spec.suggestions.push_back(count);
    spec.suggestions.push_back(0);
    const auto value = numberRow(context, row, spec);
    if (!value) return;
    next.limit = *value >= all ? 0 : static_cast<std::size_t>(*value);
    context.change(next);
}

}  // namespace

float dataHeight(const PanelContext& context, float width) {
    const Metrics& m = context.ui.metrics;
    const float text = wrappedHeight(context.ui, width - 2 * m.padding, hint(context), Font::Small);
    return m.padding * 2 - 4 + m.title + 4 + 2 * (m.row + m.rowGap) + 4 + text + 8 + m.row;
}

void drawData(const PanelContext& context, const ImRect& box, const DataProgress& progress) {
    Ui& ui = context.ui;
    const Metrics& m = ui.metrics;
    const Dataset& data = *context.driver.data();
    const std::string note = data.generated ? "generated images" : data.name;
    Stack rows(card(ui, box, "Data", note), m.rowGap);
    trainingImagesRow(context, rows.take(m.row));
    const std::size_t limit = context.driver.experiment().validationLimit;
    const std::size_t validation =
        limit ? std::min(limit, data.validation.size()) : data.validation.size();
    valueRow(ui, rows.take(m.row), "Validation images", grouped(validation));
    rows.space(4);
    ImRect rest = rows.rest();
    if (progress.loading()) {
        progressRow(ui, rest, {"Loading", "Loading " + progress.what, progress.share});
        return;
    }
    // The button before the words: where the column is too short, those are what is cut.
    const ImRect open(rest.Min, rest.Min + ImVec2(kButtonWidth, m.row));
    rest.Min.y = open.Max.y + 8;
    drawWrapped(ui, rest, hint(context), {Font::Small, ui.colors().dim});
    if (button(ui, open,
               {.label = "Open file...",
                .help = "Choose cifar-10-binary.tar.gz or a .bin file of it."}))
        context.platform.openFile();
}

}  // namespace squash::ui
