#include "activations/course.hpp"

#include "activations/known_form.hpp"

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

}  // namespace

Course courseOf(const Activation& activation) {
    const ActivationInfo* entry = catalogueEntryOf(activation);
    return entry && withinBounds(*entry, activation) ? entry->course : Course::Other;
}

}  // namespace squash
