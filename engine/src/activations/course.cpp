#include "activations/course.hpp"

#include "activations/known_form.hpp"

namespace squash {
namespace {

// Also false for what is no number. A leaky_relu of negative slope has a valley.
bool withinBounds(const KnownForm& form) {
    for (std::size_t i = 0; i < form.entry->parameters.size(); ++i) {
        const ActivationParameter& bounds = form.entry->parameters[i];
        const double value = form.parameters[i];
        if (!(value >= bounds.minimum && value <= bounds.maximum)) return false;
    }
    return true;
}

}  // namespace

Course courseOf(const Activation& activation) {
    const KnownForm form = knownFormOf(activation);
    return form.entry && withinBounds(form) ? form.entry->course : Course::Other;
}

}  // namespace squash
