#include "squash/activations/activation.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace squash {
namespace {

// In the order of the table. Made all at once, by whoever comes first: they are few and short.
const std::vector<Formula>& catalogueFormulas() {
    static const std::vector<Formula> all = [] {
        std::vector<Formula> made;
        for (const ActivationInfo& entry : activationTable()) made.emplace_back(entry.formula);
        return made;
    }();
    return all;
}

const Formula& formulaOf(const ActivationInfo& entry) {
    assert(&entry != &typedFormula());
    return catalogueFormulas()[static_cast<std::size_t>(&entry - activationTable().data())];
}

}  // namespace

Activation::Activation() {
    static const ActivationInfo* const relu = findActivation("relu");
    entry = relu;
}

Activation makeActivation(const ActivationInfo& entry) {
    Activation activation;
    activation.entry = &entry;
    for (std::size_t i = 0; i < entry.parameters.size(); ++i)
        activation.parameters[i] = entry.parameters[i].defaultValue;
    for (std::size_t i = 0; i < entry.parameters.size(); ++i)
        activation.learned[i] = entry.parameters[i].learning == Learning::Always;
    return activation;
}

Activation makeActivation(std::string_view name) {
    const ActivationInfo* entry = findActivation(name);
    return entry ? makeActivation(*entry) : parseActivation(name);  // which says what is wrong
}

Activation makeActivation(Formula formula) {
    Activation activation;
    activation.entry = &typedFormula();
    std::fill_n(activation.parameters.begin(), formula.parameters().size(), 1.0);
    activation.formula = std::move(formula);
    return activation;
}

const ActivationInfo& typedFormula() {
    static constexpr ActivationInfo info{
        .name = "formula", .formula = "", .note = "Typed by hand.", .course = Course::Other};
    return info;
}

const Formula& formulaOf(const Activation& activation) {
    return activation.formula ? *activation.formula : formulaOf(*activation.entry);
}

std::string_view formulaText(const Activation& activation) {
    return activation.formula ? std::string_view(activation.formula->text())
                              : activation.entry->formula;
}

std::vector<std::string> parameterNames(const Activation& activation) {
    if (activation.formula) return activation.formula->parameters();
    std::vector<std::string> names;
    for (const ActivationParameter& each : activation.entry->parameters)
        names.emplace_back(each.name);
    return names;
}

Learning learningOf(const Activation& activation, std::size_t parameter) {
    return activation.formula ? Learning::OnRequest
                              : activation.entry->parameters[parameter].learning;
}

bool learns(const Activation& activation) {
    return std::ranges::find(activation.learned, true) != activation.learned.end();
}

std::size_t piecesOf(const Activation& activation) {
    if (activation.entry->kind != ActivationKind::Pieces) return 1;
    return static_cast<std::size_t>(activation.parameters[0]);
}

}  // namespace squash
