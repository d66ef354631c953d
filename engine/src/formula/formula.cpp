#include "squash/formula/formula.hpp"

#include <fmt/format.h>

#include <array>

#include "formula/derive.hpp"
#include "formula/formula_impl.hpp"
#include "formula/parser.hpp"
#include "formula/print.hpp"

namespace squash {
namespace {

using namespace formula;

std::shared_ptr<const Formula::Impl> make(std::string_view text) {
    auto impl = std::make_shared<Formula::Impl>();
    impl->text = text;
    const Parsed parsed = parse(text, impl->graph);
    impl->parameters = parsed.parameters;
    Builder build(impl->graph);
    const NodeId x = impl->graph.variable();
    impl->f = parsed.root;
    impl->df = derivative(build, impl->f, x);
    impl->ddf = derivative(build, impl->df, x);
    for (std::size_t i = 0; i < parsed.parameters.size(); ++i)
        impl->slopes.push_back(derivative(build, impl->f, impl->graph.parameter(i)));
    impl->value = compile(impl->graph, std::array{impl->f, impl->df, impl->ddf});
    impl->training = compile(impl->graph, std::array{impl->f, impl->df}, kMaxKernelRegisters);
    impl->prediction = compile(impl->graph, std::array{impl->f}, kMaxKernelRegisters);
    impl->parameterSlopes = compile(impl->graph, impl->slopes);
    return impl;
}

}  // namespace

FormulaError::FormulaError(const std::string& shown, std::size_t column,
                           const std::string& expected)
    : Error("cannot read the formula", fmt::format("'{}', column {}", shown, column), expected),
      column_(column) {}

Formula::Formula(std::string_view text) : impl_(make(text)) {}

const std::string& Formula::text() const { return impl_->text; }

const std::vector<std::string>& Formula::parameters() const { return impl_->parameters; }

FormulaValue Formula::evaluate(double x, std::span<const double> parameters) const {
    std::array<double, 3> results{};
    formula::evaluate(impl_->value, x, parameters, results);
    return {results[0], results[1], results[2]};
}

std::vector<double> Formula::parameterDerivatives(double x,
                                                  std::span<const double> parameters) const {
    std::vector<double> results(impl_->slopes.size());
    formula::evaluate(impl_->parameterSlopes, x, parameters, results);
    return results;
}

std::string Formula::derivativeText() const {
    return toText(impl_->graph, impl_->df, impl_->parameters);
}

std::string Formula::parameterDerivativeText(std::size_t parameter) const {
    return toText(impl_->graph, impl_->slopes[parameter], impl_->parameters);
}

}  // namespace squash
