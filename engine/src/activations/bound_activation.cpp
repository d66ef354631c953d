#include "activations/bound_activation.hpp"

#include <cassert>

#include "activations/known_form.hpp"
#include "formula/formula_impl.hpp"

namespace squash {
namespace {

std::vector<std::size_t> learnedOf(const Activation& activation) {
    std::vector<std::size_t> indices;
    if (activation.entry->kind == ActivationKind::ChannelSlopes) return indices;
    for (std::size_t i = 0; i < activation.learned.size(); ++i)
        if (activation.learned[i]) indices.push_back(i);
    return indices;
}

// A typed formula that the catalogue has with vector code of its own runs as fast as that.
kernels::ActivationCall codeOf(const Activation& activation) {
    const KnownForm form = knownFormOf(activation);
    if (!form.entry || (activation.formula && form.entry->kind != ActivationKind::Pointwise))
        return {};
    return {.code = form.entry->code,
            .parameter = static_cast<float>(form.parameters[0]),
            .second = static_cast<float>(form.parameters[1])};
}

std::shared_ptr<const formula::Program> compileTangents(const Formula::Impl& impl,
                                                        std::span<const std::size_t> learned) {
    std::vector<formula::NodeId> roots{impl.f, impl.df};
    for (const std::size_t parameter : learned) roots.push_back(impl.slopes[parameter]);
    return std::make_shared<const formula::Program>(
        formula::compile(impl.graph, roots, formula::kMaxKernelRegisters));
}

}  // namespace

BoundActivation::BoundActivation(const Activation& activation)
    : activation_(activation), learned_(learnedOf(activation)), code_(codeOf(activation)) {
    if (code_.code != ActivationCode::Formula && learned_.empty()) return;
    programs_.emplace(Programs{formulaOf(activation_), nullptr, {}, {}, {}});
    if (!learned_.empty())
        programs_->tangentCode = compileTangents(programs_->formula.impl(), learned_);
    viewPrograms();
}

void BoundActivation::viewPrograms() {
    const Formula::Impl& impl = programs_->formula.impl();
    const std::span<const double> values(activation_.parameters.data(), impl.parameters.size());
    programs_->training = kernels::viewProgram(impl.training, values);
    programs_->prediction = kernels::viewProgram(impl.prediction, values);
    if (programs_->tangentCode)
        programs_->tangents = kernels::viewProgram(*programs_->tangentCode, values);
}

void BoundActivation::setLearned(std::span<const float> values) {
    assert(values.size() == learned_.size());
    for (std::size_t i = 0; i < learned_.size(); ++i)
        activation_.parameters[learned_[i]] = static_cast<double>(values[i]);
    viewPrograms();
}

kernels::ActivationCall BoundActivation::call() const {
    if (!programs_) return code_;
    return {.code = ActivationCode::Formula,
            .training = &programs_->training,
            .prediction = &programs_->prediction};
}

}  // namespace squash
