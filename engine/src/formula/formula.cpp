#include "squash/formula/formula.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "core/call_text.hpp"
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
    for (std::size_t i = 0; i < parsed.parameters.size(); ++i)
        impl->slopes.push_back(derivative(build, impl->f, impl->graph.parameter(i)));
    impl->training = compile(impl->graph, std::array{impl->f, impl->df}, kMaxKernelRegisters);
    impl->prediction = compile(impl->graph, std::array{impl->f}, kMaxKernelRegisters);
    for (const NodeId& slope : impl->slopes)
        impl->parameterSlopes.push_back(compile(impl->graph, std::span(&slope, 1)));
    try {
        impl->curvature = compile(impl->graph, std::array{derivative(build, impl->df, x)});
    } catch (const Error&) {
        // Only drawn, never trained with: a formula may be used without it.
    }
    return impl;
}

// What is too long is found wherever it grows; a person knows one place, the formula.
std::shared_ptr<const Formula::Impl> makeOrFail(std::string_view text) {
    try {
        return make(text);
    } catch (const FormulaError&) {
        throw;
    } catch (const Error& error) {
        throw FormulaError(shownText(text), 1, error.expected());
    }
}

}  // namespace

FormulaError::FormulaError(const std::string& shown, std::size_t column,
                           const std::string& expected)
    : Error("cannot read the formula", fmt::format("'{}', column {}", shown, column), expected),
      column_(column) {}

Formula::Formula(std::string_view text) : impl_(makeOrFail(text)) {}

const std::string& Formula::text() const { return impl_->text; }

const std::vector<std::string>& Formula::parameters() const { return impl_->parameters; }

FormulaValue Formula::evaluate(double x, std::span<const double> parameters) const {
    std::array<double, 2> results{};
    std::array<double, 1> second{std::nan("")};
    formula::evaluate(impl_->training, x, parameters, results);
    if (impl_->curvature) formula::evaluate(*impl_->curvature, x, parameters, second);
    return {results[0], results[1], second[0]};
}

std::vector<double> Formula::parameterDerivatives(double x,
                                                  std::span<const double> parameters) const {
    std::vector<double> results(impl_->slopes.size());
    for (std::size_t i = 0; i < results.size(); ++i)
        formula::evaluate(impl_->parameterSlopes[i], x, parameters, std::span(&results[i], 1));
    return results;
}

std::string Formula::derivativeText() const {
    return toText(impl_->graph, impl_->df, impl_->parameters);
}

std::string Formula::parameterDerivativeText(std::size_t parameter) const {
    return toText(impl_->graph, impl_->slopes[parameter], impl_->parameters);
}

}  // namespace squash
