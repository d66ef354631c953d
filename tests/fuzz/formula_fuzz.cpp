// Feeds the readers of formulas and activations any bytes: nothing may crash, hang or grow without bound, and
// what can be read has to be written so that it is read back as the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string_view>
#include <vector>

#include "squash/activations/activation.hpp"
#include "squash/core/error.hpp"
#include "squash/formula/formula.hpp"

namespace {

using namespace squash;

void useFormula(std::string_view text) {
    const Formula formula(text);
    const std::vector<double> parameters(formula.parameters().size(), 1.25);
    for (const double x :
         {-1e300, -20.0, -1.0, 0.0, 0.5, 3.0, 1e9, std::numeric_limits<double>::infinity(),
          std::numeric_limits<double>::quiet_NaN()}) {
        formula.evaluate(x, parameters);
        formula.parameterDerivatives(x, parameters);
        formula.steps(x, parameters);
    }
    formula.derivativeText();
    for (std::size_t i = 0; i < parameters.size(); ++i) formula.parameterDerivativeText(i);
}

void useActivation(std::string_view text) {
    const Activation activation = parseActivation(text);
    evaluate(activation, 0.75);
    try {
        if (!(parseActivation(toText(activation)) == activation)) std::abort();
    } catch (const Error&) {
        std::abort();  // its own text must be readable
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    try {
        if (data[0] % 2 == 0)
            useFormula(text);
        else
            useActivation(text);
    } catch (const Error&) {
        // Refused with a message: that is what most inputs deserve.
    }
    return 0;
}
