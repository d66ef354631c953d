// The validation images: their strips of class probabilities, in numbers and under the mouse.
#include <chrono>

#include "squash/training/predict.hpp"
#include "trained.hpp"
#include "ui/widgets/format.hpp"

namespace squash::ui::test {
namespace {

const json* stripOf(const Trained& bench, const json& widgets, int image) {
    return bench.find(widgets, "Class probabilities of image " + std::to_string(image));
}

// What is on the screen once so many images are predicted; the session does so by and by.
json whenPredicted(Trained& bench, int images) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!stripOf(bench, bench.widgets(), images) && std::chrono::steady_clock::now() < end) {
        bench.app->pump(5);
        bench.frame();
    }
    return bench.widgets();
}

// "airplane 0.02, automobile 0.11, ..." as numbers; the names are the data set's, in order.
std::vector<double> sharesIn(const std::string& text) {
    const auto names = fewShapes()->classNames;
    std::vector<double> shares;
    std::size_t at = 0;
    for (const std::string& name : names) {
        REQUIRE(text.compare(at, name.size() + 1, name + " ") == 0);
        shares.push_back(std::stod(text.substr(at + name.size() + 1)));
        at = std::min(text.size(), text.find(", ", at)) + 2;
    }
    REQUIRE(at == text.size() + 2);
    return shares;
}

}  // namespace

TEST_CASE("each image shows the probabilities of all classes in a strip", "[gallery]") {
    for (const ImVec2 size : {ImVec2(1440, 900), ImVec2(1024, 640), ImVec2(1920, 1080)})
        for (const float ratio : {1.0f, 1.5f, 3.0f}) {
            INFO(size.x << "x" << size.y << " at " << ratio);
            Trained bench({size.x, size.y, ratio, false});
            if (size.x < 1100) REQUIRE(bench.click("Images"));
            const json widgets = whenPredicted(bench, 3);
            for (const int image : {1, 2, 3}) {
                const json* strip = stripOf(bench, widgets, image);
                const json* tile = bench.find(widgets, "Validation image " + std::to_string(image));
                REQUIRE((strip && tile));
                double sum = 0;
                for (const double share : sharesIn((*strip)["value"])) sum += share;
                CHECK(std::abs(sum - 1) < 0.06);  // ten roundings
                // Below its image, within its width, of whole pixels a class.
                const auto number = [&](const json& w, const char* name) {
                    return w[name].get<float>();
                };
                CHECK(number(*strip, "x") >= number(*tile, "x"));
                CHECK(number(*strip, "x") + number(*strip, "width") <=
                      number(*tile, "x") + number(*tile, "width"));
                const float cell = number(*strip, "width") / kClasses * ratio;
                CHECK(cell >= 2);
                CHECK(std::abs(cell - std::round(cell)) < 0.02f);
            }
        }
}

TEST_CASE("a cell of the strip tells its class and probability under the mouse", "[gallery]") {
    Trained bench;
    const json widgets = whenPredicted(bench, 1);
    const json* strip = stripOf(bench, widgets, 1);
    REQUIRE(strip);
    const auto shares = sharesIn((*strip)["value"]);
    const float width = (*strip)["width"].get<float>();
    for (const std::size_t i : {std::size_t{0}, std::size_t{4}, kClasses - 1}) {
        const float share = (static_cast<float>(i) + 0.5f) / static_cast<float>(kClasses);
        ImGui::GetIO().AddMousePosEvent(
            (*strip)["x"].get<float>() + width * share,
            (*strip)["y"].get<float>() + (*strip)["height"].get<float>() / 2);
        bench.frames(40);
        CHECK(bench.shows(fewShapes()->classNames[i] + ": " + fixed(shares[i], 2)));
        bench.check();
    }
}

}  // namespace squash::ui::test
