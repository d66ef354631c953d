// What training makes of an activation's parameters, shown beside what they start from.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "squash/io/experiment.hpp"
#include "squash/kernels/kernel_sets.hpp"
#include "squash/network/learned_values.hpp"
#include "squash/training/trainer.hpp"
#include "typed.hpp"
#include "ui/widgets/format.hpp"

namespace squash::ui::test {
namespace {

// All epochs of the same run, by the engine alone.
std::vector<LearnedValue> byEngine(Bench& bench) {
    const Experiment experiment =
        parseExperiment(bench.state()["experiment"].dump(), {}, "test").experiment;
    WorkerPool pool(1);
    TrainerOptions options;
    options.kernels = chooseKernelSet("auto");
    options.pool = &pool;
    Trainer trainer(experiment, fewShapes(), options);
    while (trainer.advance(1e9) != Progress::Finished) {}
    std::vector<LearnedValue> values;
    for (const ParameterInfo& info : trainer.network().parameters()) {
        if (info.name.find(".activation.") == std::string::npos) continue;
        LearnedValue value{.layer = values.size(), .count = info.size};
        const auto* first = trainer.parameters().data() + info.offset;
        value.least = static_cast<double>(*std::min_element(first, first + info.size));
        value.most = static_cast<double>(*std::max_element(first, first + info.size));
        for (std::size_t i = 0; i < info.size; ++i)
            value.mean += static_cast<double>(first[i]) / static_cast<double>(info.size);
        values.push_back(value);
    }
    REQUIRE(values.size() == 4);
    return values;
}

void trainAll(Bench& bench) {
    bench.set({{"epochs", 2}, {"pixels", "0..1"}, {"learningRate", 0.01}, {"playing", true}});
    bench.trainTo("epoch", 2);
    for (int i = 0; i < 100 && bench.state()["finished"] == false; ++i) bench.app->pump(50);
    REQUIRE(bench.state()["finished"] == true);
    bench.frames(3);
}

std::string rangeOf(const LearnedValue& value) {
    return significant(value.least, 3) + " to " + significant(value.most, 3);
}

}  // namespace

TEST_CASE("what a learned parameter has come to is shown beside what it starts from", "[learned]") {
    Trained bench;
    choose(bench, "More functions", "swish");
    REQUIRE(bench.click("learn beta"));
    CHECK(bench.state()["experiment"]["activation"] == "swish(beta=learn)");
    trainAll(bench);
    const auto engine = byEngine(bench);
    std::size_t moved = 0;
    for (std::size_t i = 0; i < engine.size(); ++i) {
        choose(bench, "Layers", std::vector{"Conv2D 1", "Conv2D 2", "Conv2D 3", "Dense 1"}[i]);
        const std::string value = significant(engine[i].mean, 4);
        moved += value != "1";
        CHECK(valueOf(bench, "beta now") == value);
        CHECK(bench.shows("now " + value));
        CHECK(valueOf(bench, "beta") == "1");
        CHECK(bench.state()["learned"][i]["mean"] == engine[i].mean);
        bench.check();
    }
    CHECK(moved > 1);
    // Drawn beside what it starts from, with what can be said of it.
    CHECK(valueOf(bench, "swish now f(x)") == "true");
    REQUIRE(bench.click("Facts"));
    CHECK(valueOf(bench, "learns of swish(beta=learn)") == "beta");
    CHECK(valueOf(bench, "learns of swish now") == "beta " + significant(engine[3].mean, 4));
    bench.check();
    // At the start it is what the slider says, in all layers.
    choose(bench, "Layers", "all layers");
    REQUIRE(bench.click("Start again"));
    bench.set({{"playing", false}});
    REQUIRE(bench.click("Start again"));
    bench.pump();
    bench.frames(3);
    REQUIRE(bench.state()["step"] == 0);
    CHECK(valueOf(bench, "beta now") == "1");
    CHECK(valueOf(bench, "learns of swish now") == "nothing");
    bench.set({{"activation", "swish(beta=learn(1.5))"}});
    bench.pump();
    bench.frames(3);
    CHECK(valueOf(bench, "beta now") == "1.5");
    bench.check();
}

TEST_CASE("prelu's slopes are shown as their mean and range", "[learned]") {
    Trained bench;
    choose(bench, "More functions", "prelu");
    trainAll(bench);
    const auto engine = byEngine(bench);
    CHECK(engine[3].count == 84);
    choose(bench, "Layers", "Dense 1");
    CHECK(valueOf(bench, "alpha now") ==
          "mean " + significant(engine[3].mean, 3) + ", " + rangeOf(engine[3]));
    bench.check();
    choose(bench, "Layers", "all layers");
    CHECK(valueOf(bench, "alpha now").starts_with("mean "));
    bench.pointAt("alpha now");
    const std::string line = "Conv2D 3: mean " + significant(engine[2].mean, 3);
    CHECK(std::ranges::any_of(bench.app->texts(), [&](const TextPiece& piece) {
        return piece.text.find(line) != std::string::npos;
    }));
    bench.check();
}

TEST_CASE("a typed formula's learned parameters are shown, a draft's are none", "[learned]") {
    Trained bench;
    type(bench, "a*tanh(x)");
    REQUIRE(bench.click("learn a"));
    CHECK(valueOf(bench, "a now") == "nothing");
    REQUIRE(bench.click("Use it"));
    CHECK(inUse(bench) == "formula(a*tanh(x); a=learn)");
    trainAll(bench);
    choose(bench, "Layers", "Conv2D 2");
    CHECK(valueOf(bench, "a now") == significant(byEngine(bench)[1].mean, 4));
    CHECK(valueOf(bench, "formula now f(x)") == "true");
    bench.check();
    // What is shaded is what is counted: of the function as it is now, in all parts together.
    choose(bench, "Layers", "Conv2D 1");
    bench.pump();
    bench.frames(3);
    double parts = 0;
    std::size_t labels = 0;
    for (const TextPiece& piece : bench.app->texts())
        if (piece.text.starts_with("saturated ") && piece.text.ends_with("%")) {
            parts += std::stod(piece.text.substr(10));
            ++labels;
        }
    CAPTURE(parts, labels, valueOf(bench, "Values note"), valueOf(bench, "a now"));
    CHECK(labels == 2);
    CHECK(std::abs(parts - std::stod(valueOf(bench, "Values note"))) < 0.11);  // each rounded
    // While it learns nothing is counted as one thing with it: shading does not come and go.
    bench.set({{"epochs", 100}, {"playing", true}});
    for (int i = 0; i < 20; ++i) {
        bench.app->pump(5);
        bench.frame();
        REQUIRE(bench.state()["playing"] == true);
        CHECK_FALSE(std::ranges::any_of(bench.app->texts(), [](const TextPiece& piece) {
            return piece.text.starts_with("saturated ") && piece.text.ends_with("%");
        }));
    }
    bench.set({{"playing", false}});
    bench.pump();
    bench.frames(3);
    // Another function is being tried: what the network has learned is not of that.
    type(bench, "a*tanh(x) + x");
    CHECK(valueOf(bench, "a now") == "nothing");
    CHECK(valueOf(bench, "formula now f(x)") == "nothing");
}

TEST_CASE("what a function has learned is drawn as far as the plot reaches, at once", "[learned]") {
    Trained bench;
    choose(bench, "More functions", "swish");
    REQUIRE(bench.click("learn beta"));
    trainAll(bench);
    REQUIRE(valueOf(bench, "swish now f(x)") == "true");
    bench.set({{"epochs", 100}, {"playing", true}});
    bench.pump();
    bench.frames(3);
    ImGui::GetIO().DeltaTime = 1e-4f;  // it was looked at a moment ago
    bench.pointAt("Activation curve");
    ImGui::GetIO().AddMouseWheelEvent(0, -3);
    bench.frames(3);
    choose(bench, "Take along", "save SVG");
    REQUIRE(bench.state()["playing"] == true);
    const std::string& drawing = bench.platform.saved["activation.svg"];
    std::vector<std::string> ends;
    const std::size_t inside = drawing.find("<g clip-path"), end = drawing.find("</g>");
    for (std::size_t at = inside; (at = drawing.find(" stroke-width=\"2.50\"", at)) < end; ++at) {
        const std::size_t path = drawing.rfind('L', at);
        ends.push_back(drawing.substr(path + 1, drawing.find(' ', path) - path - 1));
    }
    REQUIRE(ends.size() == 2);
    CHECK(ends[0] == ends[1]);
}

}  // namespace squash::ui::test
