// An activation ready for the kernels: owns what its ActivationCall points at.
#pragma once
#include <memory>
#include <optional>
#include <span>

#include "formula/program.hpp"
#include "kernels/activation_call.hpp"
#include "squash/activations/activation.hpp"

namespace squash {

class BoundActivation {
public:
    BoundActivation() : BoundActivation(Activation()) {}
    // Throws Error where a formula is too long to be trained with the derivatives for what it learns.
    explicit BoundActivation(const Activation& activation);

    const Activation& activation() const { return activation_; }
    // y = f(z) and f'(z): prelu's with one slope for all, rrelu's with the mean.
    // Borrows from this object: valid while it lives and stays where it is.
    kernels::ActivationCall call() const;

    // Parameters that learn with one value a layer, in their order; prelu's are not among them.
    std::size_t learnedCount() const { return learned_.size(); }
    // Of each of them the value that training has come to.
    void setLearned(std::span<const float> values);
    // f, f' and then df/dp of each; only with learnedCount() > 0.
    const kernels::ProgramView& tangents() const { return programs_->tangents; }

private:
    void viewPrograms();

    Activation activation_;
    std::vector<std::size_t> learned_;  // indices of parameters
    kernels::ActivationCall code_;      // where it runs as vector code of its own
    // Only of those without. The formula keeps its programs alive.
    struct Programs {
        Formula formula;
        std::shared_ptr<const formula::Program> tangentCode;
        kernels::ProgramView training, prediction, tangents;
    };
    std::optional<Programs> programs_;
};

}  // namespace squash
