#include <array>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/data/files.hpp"
#include "engine/kernels/support.hpp"
#include "formula/formula_impl.hpp"
#include "kernels/program_view.hpp"
#include "squash/formula/formula.hpp"

using namespace squash;
using namespace squash::test;
using kernels::KernelTable;

namespace {

FloatArray pointsBetween(float low, float high) {
    FloatArray points;
    for (int i = 0; i < 1000; ++i)
        points.push_back(low + (high - low) * static_cast<float>(i) / 999.0f);
    while (points.size() % kernels::kLanes != 0) points.push_back(high);
    return points;
}

struct Both {
    std::vector<double> f, df;
};

Both inFloat64(const Formula& formula, const FloatArray& x, std::span<const double> parameters) {
    Both both;
    for (const float point : x) {
        const FormulaValue value = formula.evaluate(static_cast<double>(point), parameters);
        both.f.push_back(value.f);
        both.df.push_back(value.df);
    }
    return both;
}

// f and f' on every instruction set against float64.
void compare(const Formula& formula, const FloatArray& x, std::span<const double> parameters,
             double tolerance) {
    const Both expected = inFloat64(formula, x, parameters);
    const auto program = kernels::viewProgram(formula.impl().training, parameters);
    CAPTURE(formula.text());
    forEachKernelSet([&](const KernelTable& table) {
        Output f(x.size()), df(x.size());
        const std::array results{f.data(), df.data()};
        table.runProgram(program, x.size(), x.data(), results.data());
        CHECK(difference(expected.f, f, tolerance) == "");
        CHECK(difference(expected.df, df, tolerance) == "");
    });
}

}  // namespace

TEST_CASE("every operation of a formula agrees with float64", "[kernels][formula]") {
    struct Case {
        const char* text;
        float low, high;
    };
    for (const auto& [text, low, high] : std::initializer_list<Case>{
             {"-x + 2", -20, 20},        {"abs(x) - sign(x)", -20, 20},
             {"sqrt(x)", 0.01f, 100},    {"exp(x)", -20, 4},
             {"log(x)", 0.001f, 100},    {"sin(x) + cos(2*x)", -20, 20},
             {"tan(x)", -1.4f, 1.4f},    {"asin(x)", -0.95f, 0.95f},
             {"acos(x)", -0.95f, 0.95f}, {"atan(x)", -20, 20},
             {"sinh(x)", -4, 4},         {"cosh(x)", -4, 4},
             {"tanh(x)", -20, 20},       {"asinh(x)", -20, 20},
             {"erf(x)", -5, 5},          {"1 - erf(x)", -8, 8},
             {"sigmoid(x)", -90, 90},    {"log(1+exp(x))", -90, 90},
             {"max(x, 0)", -9, 9},       {"max(x, 1-x)", -9, 9},
             {"min(x^2, 4)", -9, 9},     {"clip(x, -1.5, 2)", -9, 9},
             {"x^2.5", 0.01f, 9},        {"2^x", -9, 4},
             {"x^5 - x^-1", 0.5f, 2},    {"where(x <= 1, x^2, 2*x - 1)", -9, 9},
             {"x/(1+abs(x))", -90, 90},  {"floor(x) + x", -9.3f, 9.3f}}) {
        const Formula formula(text);
        compare(formula, pointsBetween(low, high), {}, 2e-6);
    }
}

TEST_CASE("formulas in vector code agree with float64", "[kernels][formula]") {
    const auto bytes = readBytes("formulas.json");
    for (const auto& entry : nlohmann::json::parse(bytes.begin(), bytes.end())) {
        const Formula formula(entry["formula"].get<std::string>());
        std::vector<double> parameters;
        for (const std::string& name : formula.parameters())
            parameters.push_back(entry["parameters"][name]);
        FloatArray x;
        for (const double point : entry["x"])
            if (std::abs(point) <= 20) x.push_back(static_cast<float>(point));
        while (x.size() % kernels::kLanes != 0) x.push_back(x[0]);
        compare(formula, x, parameters, 2e-5);
    }
}

TEST_CASE("a program may write over what it reads, and any number of runs", "[kernels][formula]") {
    const Formula formula("x*sigmoid(b*x)");
    const std::vector<double> parameters{1.5};
    const auto program = kernels::viewProgram(formula.impl().training, parameters);
    for (const std::size_t count : {16u, 112u, 128u, 144u, 1024u}) {
        FloatArray x;
        for (std::size_t i = 0; i < count; ++i) x.push_back(static_cast<float>(i) * 0.01f - 5.0f);
        const Both expected = inFloat64(formula, x, parameters);
        forEachKernelSet([&](const KernelTable& table) {
            FloatArray z = x;
            Output y(count);
            const std::array results{y.data(), z.data()};
            table.runProgram(program, count, z.data(), results.data());
            CHECK(difference(expected.f, y, 2e-6) == "");
            CHECK(difference(expected.df, z.data(), 2e-6) == "");
        });
    }
}

TEST_CASE("what would overflow in float32 stays finite in vector code", "[kernels][formula]") {
    const FloatArray x = pointsBetween(-1000, 1000);
    for (const char* text :
         {"log(1+exp(3*x))", "x*sigmoid(x)", "sigmoid(x)*x", "sigmoid(3*x)*x", "x/(1+exp(-3*x))",
          "(exp(x)-exp(-x))/(exp(x)+exp(-x))", "1/(1+exp(-x))", "x*tanh(log(1+exp(x)))",
          "log(exp(x)+exp(-x))", "log(cosh(x))", "exp(x)/(1+exp(x))"})
        compare(Formula(text), x, {}, 2e-6);
}

TEST_CASE("powers of nothing, tails and what is no number are as in float64",
          "[kernels][formula]") {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    forEachKernelSet([&](const KernelTable& table) {
        const auto at = [&](const char* text, float x, double p = 1) {
            const Formula formula(text);
            const std::vector<double> parameters(formula.parameters().size(), p);
            const auto program = kernels::viewProgram(formula.impl().training, parameters);
            FloatArray points(kernels::kLanes, x), f(points.size()), df(points.size());
            const std::array results{f.data(), df.data()};
            table.runProgram(program, points.size(), points.data(), results.data());
            return std::pair{f[0], df[0]};
        };
        CHECK(at("x^p", 0).second == 1);
        CHECK(at("x^p", 0, 0).first == 1);
        CHECK(std::abs(at("1 - erf(x)", 8).first / static_cast<float>(std::erfc(8.0)) - 1) < 1e-4f);
        CHECK(std::abs(at("exp(x) - 1", 1e-4f).first / 1.00005e-4f - 1) < 1e-6f);
        for (const char* text : {"max(x, 1)", "max(1, x)", "min(x, 1)", "min(1, x)", "sign(x)",
                                 "1 - erf(x)", "relu(x)", "clip(x, 0, 1)"})
            CHECK(std::isnan(at(text, nan).first));
        CHECK(std::isnan(at("max(x, log(x))", -1).first));
    });
}
