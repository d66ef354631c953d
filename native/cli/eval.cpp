// `squash eval`: an activation or a typed formula and its derivatives at given points, in float64.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <vector>

#include "command.hpp"
#include "errors.hpp"
#include "output.hpp"
#include "squash/activations/activation.hpp"
#include "squash/formula/formula.hpp"

namespace squash::cli {
namespace {

struct Options {
    std::string activation;
    std::optional<std::string> formula;
    std::vector<std::string> set;
    std::string x;
    bool json = false;
};

struct Column {
    std::string name;
    std::vector<double> values;
};

struct Curve {
    std::vector<double> x;
    Column f{"f", {}}, df{"df", {}};
    std::vector<Column> dparameters;
    std::string derivative;
};

double readNumber(const std::string& text, const std::string& option, const std::string& place) {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    const bool whole = !text.empty() && *end == '\0' && std::isspace(text.front()) == 0;
    if (!whole) throw UsageError("cannot read '" + text + "'", option + ", " + place, "a number");
    return value;
}

std::vector<double> readPoints(const std::string& text) {
    std::vector<double> points;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const auto place = "number " + std::to_string(points.size() + 1);
        points.push_back(readNumber(text.substr(begin, end - begin), "--x", place));
        begin = end + 1;
    }
    return points;
}

// What is evaluated; an activation is its formula in the catalogue.
struct Subject {
    std::string name;
    Formula formula;
    std::vector<double> parameters;  // in the formula's order
};

Subject subjectOf(const Activation& activation) {
    const Formula& formula = formulaOf(activation);
    const auto first = activation.parameters.begin();
    const auto count = static_cast<std::ptrdiff_t>(formula.parameters().size());
    return {std::string(activation.entry->name), formula, {first, first + count}};
}

Subject readSubject(const Options& options) {
    if (options.formula)
        return readOption("--formula", [&] {
            Formula formula(*options.formula);
            std::vector<double> ones(formula.parameters().size(), 1.0);
            return Subject{"the formula", std::move(formula), std::move(ones)};
        });
    return subjectOf(
        readOption("--activation", [&] { return parseActivation(options.activation); }));
}

std::string parameterNames(const Subject& subject) {
    std::string names;
    for (const std::string& name : subject.formula.parameters())
        names += (names.empty() ? "" : ", ") + name;
    return names.empty() ? subject.name + " has no parameters" : "one of " + names;
}

void setParameter(const std::string& assignment, Subject& subject) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos)
        throw UsageError("cannot read '" + assignment + "'", "--set", "name=value");
    const std::string name = assignment.substr(0, equals);
    const auto& names = subject.formula.parameters();
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        throw UsageError("unknown parameter '" + name + "'", "--set", parameterNames(subject));
    const double value = readNumber(assignment.substr(equals + 1), "--set", name);
    if (!std::isfinite(value))
        throw UsageError("cannot use '" + assignment + "'", "--set", "a finite number");
    subject.parameters[static_cast<std::size_t>(found - names.begin())] = value;
}

Curve compute(const Subject& subject, std::vector<double> points) {
    Curve curve;
    for (const std::string& name : subject.formula.parameters())
        curve.dparameters.push_back({name, {}});
    for (const double x : points) {
        const FormulaValue value = subject.formula.evaluate(x, subject.parameters);
        curve.f.values.push_back(value.f);
        curve.df.values.push_back(value.df);
        const auto slopes = subject.formula.parameterDerivatives(x, subject.parameters);
        for (std::size_t i = 0; i < curve.dparameters.size(); ++i)
            curve.dparameters[i].values.push_back(slopes[i]);
    }
    curve.x = std::move(points);
    curve.derivative = subject.formula.derivativeText();
    return curve;
}

// 17 digits, so that every float64 is read back as itself by any reader.
std::string jsonNumbers(const std::vector<double>& values) {
    std::string text;
    for (const double value : values) {
        if (!text.empty()) text += ",";
        text += std::isfinite(value) ? fmt::format("{:.17g}", value) : "null";
    }
    return "[" + text + "]";
}

std::string toJson(const Curve& curve) {
    std::string dparameters;
    for (const Column& column : curve.dparameters) {
        if (!dparameters.empty()) dparameters += ",";
        dparameters += Json(column.name).dump() + ":" + jsonNumbers(column.values);
    }
    return fmt::format("{{\"x\":{},\"f\":{},\"df\":{},\"derivative\":{},\"dparameters\":{{{}}}}}\n",
                       jsonNumbers(curve.x), jsonNumbers(curve.f.values),
                       jsonNumbers(curve.df.values), Json(curve.derivative).dump(), dparameters);
}

std::string toTable(const Curve& curve) {
    std::vector<const Column*> columns{&curve.f, &curve.df};
    for (const Column& column : curve.dparameters) columns.push_back(&column);
    std::string text = fmt::format("{:>16}", "x");
    for (const Column* column : columns) {
        const bool own = column->name == "f" || column->name == "df";
        text += fmt::format("  {:>18}", own ? column->name : "df/d" + column->name);
    }
    for (std::size_t i = 0; i < curve.x.size(); ++i) {
        text += fmt::format("\n{:>16.9g}", curve.x[i]);
        for (const Column* column : columns) text += fmt::format("  {:>18.9g}", column->values[i]);
    }
    return text + "\nf'(x) = " + curve.derivative + "\n";
}

int eval(const Options& options) {
    Subject subject = readSubject(options);
    for (const std::string& assignment : options.set) setParameter(assignment, subject);
    const Curve curve = compute(subject, readPoints(options.x));
    printText(options.json ? toJson(curve) : toTable(curve));
    return kSuccess;
}

}  // namespace

void addEval(CLI::App& app, Work& work) {
    auto* command =
        app.add_subcommand("eval", "Evaluate an activation or a formula and its derivatives");
    auto options = std::make_shared<Options>();
    auto* function = command->add_option_group("function")->require_option(1);
    function->add_option("--activation", options->activation, "One of squash list activations")
        ->type_name("NAME");
    function
        ->add_option(
            "--formula", options->formula,
            "A function of x, such as x*sigmoid(b*x); other names are parameters, 1 if not "
            "set")
        ->type_name("TEXT");
    command->add_option("--set", options->set, "A parameter's value; may be repeated")
        ->allow_extra_args(false)
        ->type_name("NAME=VALUE");
    command->add_option("--x", options->x, "Points, joined by commas")
        ->required()
        ->type_name("X,...");
    command->add_flag("--json", options->json, "One JSON document on stdout");
    command->footer(
        "Examples:\n"
        "  squash eval --activation sigmoid --x=-1,0,1\n"
        "  squash eval --formula 'x*sigmoid(b*x)' --set b=1.5 --x=-1,0,1\n"
        "  squash eval --activation leaky_relu --set negative_slope=0.1 --x -2,2 --json");
    command->callback([options, &work] { work = [options] { return eval(*options); }; });
}

}  // namespace squash::cli
