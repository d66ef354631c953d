// A unit's card at every size and for every kind of layer: whole, apart, readable, and its numbers add up as shown.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <charconv>

#include "screen_checks.hpp"
#include "squash/training/trainer.hpp"
#include "stage.hpp"
#include "ui/panels/unit_card.hpp"
#include "ui/panels/unit_sum.hpp"

namespace squash::ui::test {
namespace {

Experiment experimentOf(const char* network, const char* activation) {
    Experiment experiment;
    experiment.network = parseArchitecture(network);
    experiment.activations = {parseActivation(activation)};
    fitLayers(experiment);
    experiment.batch = 32;
    return experiment;
}

// A network that has learned a little, and a card for its units.
struct Card {
    Experiment experiment;
    DatasetPtr data = fewShapes();
    UnitCalculation calculation;
    gl::HeatMaps maps;
    UnitCardAnswer answer;  // of all frames together
    ImRect area{100, 60, 800, 360};

    Card(const char* network, const char* activation, const UnitChoice& choice)
        : experiment(experimentOf(network, activation)), calculation(trained(choice)) {}

    UnitCalculation trained(const UnitChoice& choice) const {
        WorkerPool pool(1);
        TrainerOptions options;
        options.kernels = chooseKernelSet("auto");
        options.pool = &pool;
        Trainer trainer(experiment, data, std::move(options));
        while (trainer.step() < 2) trainer.advance(1e9);
        return calculate({experiment, trainer.network(), trainer.state(), data->validation},
                         choice);
    }
    auto drawnOn(Stage& stage) {
        return [this, &stage] {
            maps.beginFrame();
            const UnitCardAnswer now =
                drawUnitCard(stage.ui, maps, area, {calculation, experiment, *data});
            answer.close = answer.close || now.close;
            if (now.choice) answer.choice = now.choice;
        };
    }
};

// Shown digits as a whole number of the last place, so that sums are exact.
long long wholeOf(const std::string& text) {
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
                 [](char letter) { return letter != '.'; });
    long long value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    REQUIRE(error == std::errc());
    REQUIRE(end == digits.data() + digits.size());
    return value;
}

std::size_t decimalsOf(const std::string& text) {
    const std::size_t point = text.find('.');
    return point == std::string::npos ? 0 : text.size() - point - 1;
}

void checkShownSum(const std::vector<SumLine>& lines) {
    long long sum = 0;
    for (const SumLine& line : lines) {
        INFO(line.name << " " << line.product);
        CHECK(decimalsOf(line.product) == decimalsOf(lines.back().product));
        if (line.label != "Sum z") sum += wholeOf(line.product);
    }
    CHECK(sum == wholeOf(lines.back().product));
}

double shownAs(const Stage& stage, const std::string& label) {
    const Widget* widget = stage.ui.registry.find(label);
    REQUIRE(widget);
    return std::stod(std::get<std::string>(widget->value));
}

ImVec2 middleOf(const Stage& stage, const std::string& label) {
    const Widget* widget = stage.ui.registry.find(label);
    REQUIRE(widget);
    return widget->rect.GetCenter();
}

}  // namespace

TEST_CASE("a unit's card is whole, apart and readable at every size", "[unit]") {
    for (const auto& [network, activation, choice] :
         {std::tuple("lenet5", "relu", UnitChoice{0, 2, 5, std::nullopt}),
          std::tuple("lenet5", "swish(beta=learn(1.5))", UnitChoice{2, 119, 39, std::nullopt}),
          std::tuple("lenet5", "maxout(k=4)", UnitChoice{1, 3, 0, std::nullopt}),
          std::tuple("lenet5", "sigmoid", UnitChoice{3, 83, 12, std::nullopt}),
          std::tuple("dense(depth=2,width=6)", "tanh", UnitChoice{1, 5, 9, std::nullopt})})
        for (const bool light : {false, true}) {
            Card card(network, activation, choice);
            Stage stage;
            stage.ui.tokens = light ? &lightTokens() : &darkTokens();
            stage.ui.registry.recordTexts = true;
            for (const ImVec2 size : {ImVec2(360, 180), ImVec2(420, 400), ImVec2(560, 240),
                                      ImVec2(700, 300), ImVec2(760, 180), ImVec2(900, 400)}) {
                INFO(network << " " << activation << " " << size.x << "x" << size.y);
                card.area.Max = card.area.Min + size;
                stage.frames(2, card.drawnOn(stage));
                const auto& texts = stage.ui.registry.texts();
                CHECK(texts.size() > 25);
                checkPlaces(texts);
                checkApart(texts);
                checkReadable(texts, light);
                checkWhole(texts, {});
                for (const TextPiece& piece : texts) {
                    INFO(piece.text);
                    CHECK(card.area.Contains(letters(piece)));
                }
                for (const Widget& widget : stage.ui.registry.widgets()) {
                    INFO(widget.label);
                    CHECK(card.area.Contains(widget.rect));
                }
                for (const char* label : {"Product 1", "Product 4", "Bias", "Sum z", "Unit f(z)",
                                          "Unit f'(z)", "Unit dL/da", "Unit dL/dz", "Unit b +="})
                    CHECK(stage.ui.registry.find(label) != nullptr);
                if (size.x >= 700)  // with inputs and weights beside the products
                    CHECK(std::ranges::any_of(
                        texts, [](const TextPiece& piece) { return piece.text == "input"; }));
                const bool pictures = size.x >= 700 || size.y >= 400;
                if (pictures && size.y > 180)
                    CHECK(stage.ui.registry.find(card.calculation.maps ? "Map of z" : "Inputs"));
                if (size.x == 900) CHECK(stage.ui.registry.find("Gradients of the weights"));
            }
        }
}

TEST_CASE("the numbers of a unit add up as they are shown", "[unit]") {
    for (const char* network : {"lenet5", "dense(depth=2,width=6)"})
        for (const std::size_t layer : {std::size_t{0}, std::size_t{1}})
            for (const std::size_t most : {std::size_t{1}, std::size_t{4}, std::size_t{8}}) {
                const Card card(network, "tanh", {layer, 1, 7, std::nullopt});
                INFO(network << ", layer " << layer << ", " << most << " lines");
                const std::vector<SumLine> lines = sumLines(card.calculation, most);
                const bool others = most < card.calculation.terms.size();
                const bool rounding = std::ranges::any_of(
                    lines, [](const SumLine& line) { return line.label == "Rounding"; });
                CHECK_FALSE((others && rounding));
                CHECK(lines.size() ==
                      std::min(most, card.calculation.terms.size()) + (others || rounding) + 2);
                checkShownSum(lines);
                // The others' line is their sum, but for what rounding leaves.
                std::vector<double> products;
                for (const UnitTerm& term : card.calculation.terms)
                    products.push_back(term.product());
                std::ranges::sort(products, std::greater(), [](double p) { return std::abs(p); });
                double rest = 0;
                for (std::size_t i = most; i < products.size(); ++i) rest += products[i];
                const double largest = std::abs(products.front()) + std::abs(card.calculation.z);
                if (others)
                    CHECK_THAT(std::stod(lines[most].product),
                               Catch::Matchers::WithinAbs(rest, 1e-3 * largest));
                CHECK_THAT(std::stod(lines[0].product),
                           Catch::Matchers::WithinRel(products.front(), 1e-3));
            }
}

TEST_CASE("what is shown of the gradients is a product as well", "[unit]") {
    Card card("lenet5", "tanh", {2, 7, 3, std::nullopt});
    Stage stage;
    stage.frames(2, card.drawnOn(stage));
    const double slope = shownAs(stage, "Unit f'(z)"), incoming = shownAs(stage, "Unit dL/da"),
                 gradient = shownAs(stage, "Unit dL/dz");
    REQUIRE(gradient != 0);
    CHECK_THAT(gradient, Catch::Matchers::WithinRel(incoming * slope, 2e-3));
    CHECK_THAT(shownAs(stage, "Unit f(z)"),
               Catch::Matchers::WithinAbs(std::tanh(shownAs(stage, "Sum z")), 1e-4));
}

TEST_CASE("a unit's card closes, goes to other images and to other places", "[unit]") {
    Card card("lenet5", "relu", {0, 2, 0, std::nullopt});
    Stage stage;
    const auto draw = card.drawnOn(stage);
    stage.frames(2, draw);
    CHECK_FALSE(card.answer.close);
    REQUIRE(stage.ui.registry.find("Previous image"));
    CHECK_FALSE(stage.ui.registry.find("Previous image")->enabled);
    stage.click(middleOf(stage, "Next image"), draw);
    CHECK(card.answer.choice == UnitChoice{0, 2, 1, std::nullopt});
    stage.click(middleOf(stage, "Map of z"), draw);
    REQUIRE(card.answer.choice->place);
    CHECK(card.answer.choice->image == 0);
    // The middle of 32 x 32 lies between two cells.
    CHECK(std::abs(int(card.answer.choice->place->row) - 16) <= 1);
    CHECK(std::abs(int(card.answer.choice->place->column) - 16) <= 1);
    stage.click(middleOf(stage, "Close unit"), draw);
    CHECK(card.answer.close);
}

TEST_CASE("inputs are named by row, column and channel", "[unit]") {
    const Card first("lenet5", "relu", {0, 0, 0, std::nullopt});
    CHECK(inputName(first.calculation, (2 * 5 + 1) * 3 + 2) == "3,2 B");
    const Card second("lenet5", "relu", {1, 0, 0, std::nullopt});
    CHECK(inputName(second.calculation, 6 * 5 + 4) == "2,1 #5");
    const Card dense("dense(depth=2,width=6)", "relu", {1, 0, 0, std::nullopt});
    CHECK(inputName(dense.calculation, 5) == "#6");
    const Card pixels("dense(depth=1,width=6)", "relu", {0, 0, 0, std::nullopt});
    CHECK(inputName(pixels.calculation, 31 * 3) == "1,32 R");
}

TEST_CASE("numbers that are none, or too large to write out, are shown as well", "[unit]") {
    Card card("dense(depth=2,width=6)", "linear", {1, 0, 0, std::nullopt});
    for (const double bad : {std::nan(""), HUGE_VAL, 1e30, 0.0, -1e-12}) {
        INFO(bad);
        card.calculation.z = card.calculation.f = card.calculation.incoming = bad;
        card.calculation.terms[2].input = bad;
        Stage stage;
        stage.ui.registry.recordTexts = true;
        card.area.Max = card.area.Min + ImVec2(360, 180);
        stage.frames(2, card.drawnOn(stage));
        checkPlaces(stage.ui.registry.texts());
        checkApart(stage.ui.registry.texts());
        CHECK(std::get<std::string>(stage.ui.registry.find("Sum z")->value) !=
              std::string("-0.0000"));
    }
}

}  // namespace squash::ui::test
