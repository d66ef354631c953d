// A function of x that a person types: lo + (hi - lo) * (tanh(x) + 1) / 2. Every name that is neither x,
// pi, e nor a function is a parameter. The derivatives, for x and for each parameter, are taken symbolically
// and simplified.
//
// At a kink the derivative is one-sided: of max and min the one from the left, of clip the one from
// outside, of where the one of the branch taken; relu'(0) = 0 and abs'(0) = sign(0) = 0. max(v, 0) is relu(v).
#pragma once
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "squash/core/error.hpp"

namespace squash {

inline constexpr std::size_t kMaxFormulaLength = 1000;  // characters
inline constexpr std::size_t kMaxFormulaNesting = 60;   // parentheses, signs and powers
inline constexpr std::size_t kMaxFormulaParameters = 8;
inline constexpr double kLargestNumber = 1e30;  // in a formula's text; float32 ends at 3.4e38

// what(): "cannot read the formula ('x*sigmiod(x)', column 3): ...".
class FormulaError : public Error {
public:
    FormulaError(const std::string& shown, std::size_t column, const std::string& expected);
    std::size_t column() const { return column_; }  // in bytes of the formula, from 1

private:
    std::size_t column_;
};

struct FormulaValue {
    double f = 0, df = 0;  // not finite where the formula is not
    double ddf = 0;        // no number either where it is too long to be computed
};

// One operation on numbers: "1 + 0.367879", and what it gives.
struct FormulaStep {
    std::string text;
    double value;
};

class Formula {
public:
    // Throws FormulaError.
    explicit Formula(std::string_view text);

    const std::string& text() const;                     // as typed
    const std::vector<std::string>& parameters() const;  // in the order in which they first appear
    bool operator==(const Formula& other) const { return text() == other.text(); }

    // In float64. parameters: a value for each, in their order.
    FormulaValue evaluate(double x, std::span<const double> parameters) const;
    std::vector<double> parameterDerivatives(double x, std::span<const double> parameters) const;

    // How f(x) comes about, its parts first; the last step's value is f(x). None where f is x or a number.
    std::vector<FormulaStep> steps(double x, std::span<const double> parameters) const;

    // As text in the formula's own language; a very long one ends with "...".
    std::string derivativeText() const;
    std::string parameterDerivativeText(std::size_t parameter) const;

    struct Impl;
    const Impl& impl() const { return *impl_; }  // for the kernels

private:
    std::shared_ptr<const Impl> impl_;
};

}  // namespace squash
