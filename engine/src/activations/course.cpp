#include "activations/course.hpp"

#include <string>
#include <vector>

#include "formula/formula_impl.hpp"
#include "formula/print.hpp"

namespace squash {
namespace {

// Also false for what is no number. A leaky_relu of negative slope has a valley.
bool withinBounds(const ActivationInfo& entry, const Activation& activation) {
    for (std::size_t i = 0; i < entry.parameters.size(); ++i) {
        const ActivationParameter& bounds = entry.parameters[i];
        const double value = activation.parameters[i];
        if (!(value >= bounds.minimum && value <= bounds.maximum)) return false;
    }
    return true;
}

// As simplified, with the parameters named by their order.
std::string canonical(const Formula& formula) {
    std::vector<std::string> names;
    names.reserve(formula.parameters().size());
    for (std::size_t i = 0; i < formula.parameters().size(); ++i)
        names.push_back("p" + std::to_string(i));
    return formula::toText(formula.impl().graph, formula.impl().f, names);
}

// The entry of the catalogue that a typed formula is in other words.
const ActivationInfo* sameInCatalogue(const Formula& formula) {
    static const std::vector<std::string> known = [] {
        std::vector<std::string> texts;
        texts.reserve(activationTable().size());
        for (const ActivationInfo& entry : activationTable())
            texts.push_back(canonical(formulaOf(makeActivation(entry))));
        return texts;
    }();
    const std::string text = canonical(formula);
    for (std::size_t i = 0; i < known.size(); ++i) {
        const ActivationInfo& entry = activationTable()[i];
        const bool sameCount = entry.parameters.size() == formula.parameters().size();
        if (sameCount && known[i] == text) return &entry;
    }
    return nullptr;
}

}  // namespace

Course courseOf(const Activation& activation) {
    const ActivationInfo* entry =
        activation.formula ? sameInCatalogue(*activation.formula) : activation.entry;
    return entry && withinBounds(*entry, activation) ? entry->course : Course::Other;
}

}  // namespace squash
