#include "ui/panels/number_row.hpp"

namespace squash::ui {

std::optional<double> numberRow(const PanelContext& context, const ImRect& row,
                                const NumberSpec& spec) {
    const Row parts = splitRow(context.ui, row);
    rowLabel(context.ui, parts.label, spec.text.label);
    const NumberAnswer answer = numberField(context.ui, parts.field, spec);
    if (!answer.problem.empty()) context.messages.say(answer.problem, true);
    if (answer.value) context.messages.settle();
    return answer.value;
}

}  // namespace squash::ui
