// df/dparameter in float64, for activations whose parameters can be moved or learned.
#include <cmath>

#include "squash/activations/activation.hpp"

namespace squash {

std::vector<double> parameterDerivatives(const Activation& activation, double x) {
    switch (activation.kind) {
        case ActivationKind::LeakyRelu:
            return {x > 0 ? 0 : x};
        case ActivationKind::Elu:
            return {x >= 0 ? 0 : std::expm1(x)};
        default:
            break;
    }
    // The functions of the table without parameters; one with some belongs above.
    return std::vector<double>(info(activation.kind).parameters.size(), std::nan(""));
}

}  // namespace squash
