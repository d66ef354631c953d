#include "squash/io/experiment.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "data/files.hpp"
#include "squash/io/experiment_link.hpp"
#include "squash/io/race.hpp"

using namespace squash;
using namespace squash::test;

namespace {

std::string jsonError(const std::string& json) {
    return errorOf([&] { parseExperiment(json, {}, "race.json"); });
}

Experiment parse(const std::string& json, const Experiment& base = {}) {
    return parseExperiment(json, base, "").experiment;
}

Experiment randomExperiment(std::mt19937& generator) {
    const auto below = [&](std::uint32_t bound) { return generator() % bound; };
    const auto share = [&] { return static_cast<double>(generator()) / 4294967296.0; };
    Experiment e;
    if (below(2) != 0) e.network = {Architecture::Kind::Dense, 1 + below(30), 1 + below(1024)};
    fitLayers(e);
    for (auto& initializer : e.initializers) {
        initializer.kind = initializerTable()[below(8)].kind;
        initializer.stddev = share();
    }
    for (auto& activation : e.activations) {
        const auto table = activationTable();
        activation = below(8) == 0
                         ? makeActivation(Formula("lo + (hi - lo)*(tanh(x) + 1)/2"))
                         : makeActivation(table[below(static_cast<std::uint32_t>(table.size()))]);
        for (std::size_t i = 0; i < parameterNames(activation).size(); ++i)
            if (below(2) != 0 && piecesOf(activation) == 1)
                activation.parameters[i] = 4 * share() - 2;
        for (std::size_t i = 0; i < parameterNames(activation).size(); ++i)
            if (learningOf(activation, i) == Learning::OnRequest)
                activation.learned[i] = below(4) == 0;
    }
    const OptimizerInfo& optimizer = optimizerTable()[below(8)];
    e.optimizer = makeOptimizer(optimizer.kind);
    e.optimizer.learningRate = share() + 1e-9;
    for (std::size_t i = 0; i < optimizer.parameters.size(); ++i)
        e.optimizer.parameters[i] = optimizer.parameters[i].range == OptimizerRange::Flag
                                        ? below(2)
                                        : 1e-3 * (share() + 1e-6);
    e.batch = 1 + below(4096);
    e.epochs = 1 + below(100000);
    e.pixels = below(2) != 0 ? Pixels::Raw : Pixels::Unit;
    e.limit = below(60000);
    e.validationLimit = below(10000);
    e.shuffle = below(2) != 0;
    e.seed = (std::uint64_t{generator()} << 21) + generator() % 1024;
    e.data = below(2) != 0 ? "shapes" : "/a \"quoted\" f\xc3\xb6lder\\";
    return e;
}

}  // namespace

TEST_CASE("an experiment in JSON has the contract's fields and defaults", "[io]") {
    REQUIRE(nlohmann::json::parse(toJson(Experiment{})) ==
            nlohmann::json::parse(R"({"version":1,"activation":"relu",
        "optimizer":"adam","learningRate":0.001,"batch":256,"pixels":"0..255","limit":0,"validationLimit":0,"seed":1,
        "shuffle":true,"network":"lenet5","initializer":"glorot_uniform","epochs":10,"data":""})"));
}

TEST_CASE("random experiments come back from JSON and from links as they were", "[io]") {
    std::mt19937 generator(1);
    for (int i = 0; i < 1000; ++i) {
        const auto experiment = randomExperiment(generator);
        CAPTURE(toJson(experiment));
        REQUIRE(parse(toJson(experiment), randomExperiment(generator)) == experiment);
        REQUIRE(parse(jsonOfLink(linkOf(toJson(experiment)))) == experiment);
        REQUIRE(parse(jsonOfLink(linkOf(toShortJson(experiment)))) == experiment);
    }
}

TEST_CASE("a partial experiment changes what it names", "[io]") {
    Experiment base;
    base.batch = 32;
    base.optimizer.learningRate = 0.5;
    REQUIRE(parse("{}", base) == base);
    const auto changed = parse(
        R"j({"epochs":3,"optimizer":"adam(beta_1=0.5)","activation":"relu+tanh+elu(alpha=1e+0)+silu"})j",
        base);
    REQUIRE(changed.batch == 32);
    REQUIRE(changed.epochs == 3);
    REQUIRE(parameterOf(changed.optimizer, "beta_1") == 0.5);
    REQUIRE(changed.optimizer.learningRate == 0.5);
    REQUIRE(toText(std::span(changed.activations)) == "relu+tanh+elu+silu");
    REQUIRE(parse(R"({"optimizer":"sgd"})", base).optimizer.learningRate == 0.01);
    REQUIRE(parse(R"j({"optimizer":"adam(learning_rate=0.1)"})j", base).optimizer.learningRate ==
            0.1);
    REQUIRE(parse(R"j({"learningRate":0.3,"optimizer":"sgd(learning_rate=0.1)"})j", base)
                .optimizer.learningRate == 0.3);
    REQUIRE(parse(R"({"batch":64.0,"limit":1e3})", base).limit == 1000);
}

TEST_CASE("unknown fields are noticed, not fatal", "[io]") {
    const auto parsed = parseExperiment(R"({"colour":"red","batch":8,"x":{}})", {}, "a.json");
    REQUIRE(parsed.experiment.batch == 8);
    REQUIRE(parsed.notices ==
            std::vector<std::string>{"a.json: unknown field 'colour' was left out",
                                     "a.json: unknown field 'x' was left out"});
}

TEST_CASE("a wrong experiment is refused with source, field and what was expected", "[io]") {
    REQUIRE(jsonError(R"({"batch":"many"})") ==
            "cannot use the experiment (race.json, batch): a whole number from 1 to "
            "4096, found \"many\"");
    REQUIRE(contains(jsonError(R"({"batch":0})"),
                     "(race.json, batch): a whole number from 1 to 4096, found 0"));
    REQUIRE(contains(jsonError(R"({"batch":5000})"),
                     "batch): a whole number from 1 to 4096, found 5000"));
    REQUIRE(
        contains(jsonError(R"({"batch":-3})"), "batch): a whole number from 1 to 4096, found -3"));
    // 256 more than 32 bits hold.
    REQUIRE(contains(jsonError(R"({"batch":4294967552})"), "batch): a"));
    REQUIRE(contains(jsonError(R"({"epochs":4294967297})"), "epochs): a"));
    REQUIRE(contains(jsonError(R"j({"optimizer":"adam(epsilon=1e-50)"})j"), "epsilon"));
    REQUIRE(contains(jsonError(R"({"batch":1.5})"), "batch): a whole number"));
    REQUIRE(contains(jsonError(R"({"seed":-1})"), "seed): a whole number"));
    REQUIRE(contains(jsonError(R"({"epochs":0})"), "epochs): a whole number from 1 to 100000"));
    REQUIRE(contains(jsonError(R"({"learningRate":0})"), "learningRate): a number from 1e-12 to"));
    REQUIRE(contains(jsonError(R"({"learningRate":9e-13})"), "found 9e-13"));
    REQUIRE(contains(jsonError(R"({"learningRate":1000001})"), "to 1000000, found 1000001"));
    REQUIRE(
        contains(jsonError(R"({"learningRate":"0.1"})"), "learningRate): a number, found \"0.1\""));
    REQUIRE(contains(jsonError(R"({"learningRate":1e999})"), "race.json"));
    REQUIRE(contains(jsonError(R"({"pixels":"0..2"})"),
                     "pixels): \"0..255\" or \"0..1\", found \"0..2\""));
    REQUIRE(contains(jsonError(R"({"shuffle":1})"), "shuffle): true or false, found 1"));
    REQUIRE(contains(jsonError(R"({"network":"vgg"})"),
                     "network: 'vgg', column 1): 'vgg' is no network: there are lenet5, dense"));
    REQUIRE(contains(jsonError(R"({"initializer":"zeroes"})"), "did you mean 'zeros'?"));
    REQUIRE(contains(jsonError(R"j({"network":"dense(depth=3)","activation":"relu+tanh"})j"),
                     "3 joined by '+', found 2"));
    REQUIRE(contains(jsonError(R"({"version":2})"), "version): version 1, found 2"));
    REQUIRE(contains(jsonError(R"({"data":7})"), "data): a text, found 7"));
    REQUIRE(contains(jsonError(R"({"activation":"relu+tahn"})"),
                     "(race.json, activation: 'relu+tahn', column 6): 'tahn' is no activation: "
                     "did you mean 'tanh'?"));
    REQUIRE(contains(jsonError(R"({"activation":"relu+tanh"})"), "4 joined by '+', found 2"));
    REQUIRE(contains(jsonError(R"({"optimizer":"adm"})"),
                     "(race.json, optimizer: 'adm', column 1): 'adm' is no optimizer: did you "
                     "mean 'adam'?"));
    REQUIRE(contains(jsonError("{\n \"batch\": 8,\n}"), "race.json, line 3, column 1): JSON"));
    REQUIRE(contains(jsonError("[1]"), "a JSON object, found [1]"));
    REQUIRE(contains(jsonError(""), "line 1, column 1): JSON"));
}

TEST_CASE("an experiment made by hand is checked too", "[io]") {
    Experiment experiment;
    experiment.optimizer = parseOptimizer("sgd");
    setParameter(experiment.optimizer, "momentum", 1);
    REQUIRE(contains(errorOf([&] { validate(experiment); }),
                     "(optimizer, momentum): a number of at least 0 and below 1, found 1"));
    experiment = {};
    experiment.optimizer.learningRate = std::nan("");
    REQUIRE(contains(errorOf([&] { validate(experiment); }), "(learningRate)"));
    experiment = {};
    experiment.activations[2] = makeActivation("elu");
    experiment.activations[2].parameters[0] = INFINITY;
    REQUIRE(contains(errorOf([&] { validate(experiment); }), "(activation)"));
}

TEST_CASE("optimizers are read with Keras's names and defaults", "[io]") {
    const auto sgd = parseOptimizer("sgd(momentum=0.9, nesterov=true)");
    REQUIRE(sgd.kind == OptimizerKind::Sgd);
    REQUIRE(sgd.learningRate == 0.01);
    REQUIRE(parameterOf(sgd, "momentum") == 0.9);
    REQUIRE(parameterOf(sgd, "nesterov") == 1);
    REQUIRE(toText(sgd) == "sgd(momentum=0.9,nesterov=true)");
    REQUIRE(toText(parseOptimizer("adam(learning_rate=0.01)")) == "adam");
    REQUIRE(parseOptimizer("adam") == OptimizerSettings{});
    const auto error = [](const char* text) { return errorOf([&] { parseOptimizer(text); }); };
    REQUIRE(contains(error("adam(beta=0.9)"), "column 6): 'beta' is no parameter of adam"));
    REQUIRE(contains(error("sgd(nesterov=maybe)"),
                     "column 14): nesterov needs true or false, found 'maybe'"));
    REQUIRE(contains(error("sgd(momentum=1)"),
                     "column 14): momentum must be at least 0 and below 1, found 1"));
    REQUIRE(contains(error("adam(learning_rate=0)"), "learning_rate must be above 0"));
    REQUIRE(contains(error("adam(epsilon=-1)"), "epsilon must be above 0"));
    REQUIRE(contains(error("adamw(weight_decay=-1)"),
                     "column 20): weight_decay must be at least 0, found -1"));
    REQUIRE(contains(error("lion(momentum=0.5)"), "'momentum' is no parameter of lion"));
}

TEST_CASE("lists nested deeper than any stack are refused", "[io]") {
    for (const std::size_t depth : {20u, 1000000u}) {
        const std::string nested = std::string(depth, '[') + std::string(depth, ']');
        REQUIRE(jsonError("{\"batch\":" + nested + "}") ==
                "cannot read the experiment (race.json): lists and objects nested at most 16 deep");
    }
}

TEST_CASE("damaged experiments give an error or a valid experiment, never a crash", "[io]") {
    std::mt19937 generator(3);
    const auto good = toJson(Experiment{});
    for (int round = 0; round < 3000; ++round) {
        const auto bytes = damaged({good.begin(), good.end()}, generator);
        errorOf([&] { validate(parse(std::string(bytes.begin(), bytes.end()))); });
    }
}
