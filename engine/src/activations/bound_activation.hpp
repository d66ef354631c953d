// An activation ready for the kernels: owns what its ActivationCall points at.
#pragma once
#include <optional>

#include "kernels/activation_call.hpp"
#include "squash/activations/activation.hpp"

namespace squash {

class BoundActivation {
public:
    BoundActivation() : BoundActivation(Activation()) {}
    explicit BoundActivation(const Activation& activation);

    const Activation& activation() const { return activation_; }
    // Borrows from this object: valid while it lives and stays where it is.
    kernels::ActivationCall call() const;

private:
    Activation activation_;
    // Only of those without vector code of their own. The formula keeps its programs alive.
    struct Programs {
        Formula formula;
        kernels::ProgramView training, prediction;
    };
    std::optional<Programs> programs_;
};

}  // namespace squash
