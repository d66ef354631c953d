// `squash eval`: an activation and its derivative at given points, in float64.
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <vector>

#include "command.hpp"
#include "errors.hpp"
#include "output.hpp"
#include "squash/activations/activation.hpp"

namespace squash::cli {
namespace {

struct Options {
    std::string activation;
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

std::string parameterNames(const ActivationInfo& table) {
    std::string names;
    for (const auto& parameter : table.parameters)
        names += (names.empty() ? "" : ", ") + std::string(parameter.name);
    return names.empty() ? std::string(table.name) + " has no parameters" : "one of " + names;
}

void setParameter(const std::string& assignment, Activation& activation) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos)
        throw UsageError("cannot read '" + assignment + "'", "--set", "name=value");
    const std::string name = assignment.substr(0, equals);
    const ActivationInfo& table = info(activation.kind);
    for (std::size_t i = 0; i < table.parameters.size(); ++i) {
        if (table.parameters[i].name != name) continue;
        const double value = readNumber(assignment.substr(equals + 1), "--set", name);
        if (!std::isfinite(value))
            throw UsageError("cannot use '" + assignment + "'", "--set", "a finite number");
        activation.parameters[i] = value;
        return;
    }
    throw UsageError("unknown parameter '" + name + "'", "--set", parameterNames(table));
}

Curve compute(const Activation& activation, std::vector<double> points) {
    Curve curve;
    for (const auto& parameter : info(activation.kind).parameters)
        curve.dparameters.push_back({std::string(parameter.name), {}});
    for (const double x : points) {
        const ActivationValue value = evaluate(activation, x);
        curve.f.values.push_back(value.f);
        curve.df.values.push_back(value.df);
        const std::vector<double> slopes = parameterDerivatives(activation, x);
        for (std::size_t i = 0; i < curve.dparameters.size(); ++i)
            curve.dparameters[i].values.push_back(slopes[i]);
    }
    curve.x = std::move(points);
    curve.derivative = derivativeText(activation);
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
    Activation activation =
        readOption("--activation", [&] { return parseActivation(options.activation); });
    for (const std::string& assignment : options.set) setParameter(assignment, activation);
    const Curve curve = compute(activation, readPoints(options.x));
    printText(options.json ? toJson(curve) : toTable(curve));
    return kSuccess;
}

}  // namespace

void addEval(CLI::App& app, Work& work) {
    auto* command = app.add_subcommand("eval", "Evaluate an activation and its derivative");
    auto options = std::make_shared<Options>();
    command->add_option("--activation", options->activation, "One of squash list activations")
        ->required()
        ->type_name("NAME");
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
        "  squash eval --activation leaky_relu --set negative_slope=0.1 --x -2,2 --json");
    command->callback([options, &work] { work = [options] { return eval(*options); }; });
}

}  // namespace squash::cli
