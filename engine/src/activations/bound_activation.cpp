#include "activations/bound_activation.hpp"

#include "formula/formula_impl.hpp"

namespace squash {

BoundActivation::BoundActivation(const Activation& activation) : activation_(activation) {
    if (activation_.entry->code != ActivationCode::Formula) return;
    const Formula formula = formulaOf(activation_);
    const std::span<const double> values(activation_.parameters.data(),
                                         formula.parameters().size());
    programs_ = Programs{formula, kernels::viewProgram(formula.impl().training, values),
                         kernels::viewProgram(formula.impl().prediction, values)};
}

kernels::ActivationCall BoundActivation::call() const {
    kernels::ActivationCall call{activation_.entry->code,
                                 static_cast<float>(activation_.parameters[0])};
    if (programs_) {
        call.training = &programs_->training;
        call.prediction = &programs_->prediction;
    }
    return call;
}

}  // namespace squash
