#include "ui/app/state_json.hpp"

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "squash/core/error.hpp"
#include "squash/data/shapes.hpp"
#include "squash/io/json_text.hpp"
#include "ui/app/shared_link.hpp"

namespace squash::ui {
namespace {

using nlohmann::json;

json number(double value) { return std::isfinite(value) ? json(value) : json(nullptr); }

json valueOf(const Value& value) {
    return std::visit(
        [](const auto& v) -> json {
            using T = std::decay_t<decltype(v)>;
            if constexpr (std::is_same_v<T, std::monostate>) {
                return nullptr;
            } else {
                return v;
            }
        },
        value);
}

json entrantsOf(const Driver& driver) {
    json all = json::array();
    for (std::size_t i = 0; i < driver.entrants().size(); ++i) {
        const RunnerState& run = driver.runner(i);
        const auto& epochs = run.history.epochs();
        const auto last = [&](double EpochRecord::* figure) {
            return epochs.empty() ? json(nullptr) : number(epochs.back().*figure);
        };
        all.push_back({{"name", driver.entrants()[i].name},
                       {"shown", driver.shownEntrant() == i},
                       {"paused", driver.paused(i)},
                       {"finished", run.finished},
                       {"out", run.out},
                       {"step", run.step},
                       {"epoch", number(run.epoch)},
                       {"seconds", number(run.seconds)},
                       {"loss", last(&EpochRecord::loss)},
                       {"accuracy", last(&EpochRecord::accuracy)},
                       {"valLoss", last(&EpochRecord::validationLoss)},
                       {"valAccuracy", last(&EpochRecord::validationAccuracy)},
                       {"deadShare", number(run.deadShare)},
                       {"saturatedShare", number(run.saturatedShare)}});
    }
    return all;
}

// What training has made of activations' parameters.
json learnedOf(const Snapshot& snapshot) {
    const Experiment& experiment = snapshot.experiment;
    const std::vector<std::string> titles = layerTitles(experiment.network);
    json all = json::array();
    for (const LearnedValue& each : snapshot.learned)
        all.push_back({{"layer", titles.at(each.layer)},
                       {"parameter",
                        parameterNames(experiment.activations.at(each.layer)).at(each.parameter)},
                       {"values", each.count},
                       {"mean", number(each.mean)},
                       {"least", number(each.least)},
                       {"most", number(each.most)}});
    return all;
}

std::string text(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json refused(const std::string& why) { return {{"ok", false}, {"error", why}}; }

json apply(Driver& driver, json wanted) {
    std::optional<bool> playing;
    if (const auto it = wanted.find("playing"); it != wanted.end()) {
        if (!it->is_boolean())
            return refused("cannot apply the change (playing): expected true or false");
        playing = it->get<bool>();
        wanted.erase(it);
    }
    if (wanted.contains("entrants")) {
        const auto notices = adoptJson(driver, text(wanted), "set");
        if (playing) driver.play(*playing);
        return {{"ok", true}, {"notices", notices}};
    }
    ParsedExperiment parsed = parseExperiment(text(wanted), driver.experiment(), "set");
    const std::string data = std::exchange(parsed.experiment.data, driver.experiment().data);
    const bool otherData = data != driver.experiment().data;
    if (otherData && data != "shapes")
        return refused(
            "cannot apply the change (data): expected shapes, for the generated images; "
            "CIFAR-10's files are dropped here or opened");
    driver.change(parsed.experiment);
    // A placeholder of a few generated images is not the set.
    const bool there =
        driver.data()->generated && driver.data()->train.size() == ShapesOptions{}.train;
    if (otherData && !there) driver.useData(std::make_shared<const Dataset>(generateShapes({})));
    if (playing) driver.play(*playing);
    return {{"ok", true}, {"notices", parsed.notices}};
}

}  // namespace

std::string stateJson(const StateParts& parts) {
    const Driver& driver = parts.driver;
    const Snapshot& s = driver.snapshot();
    const Dataset& data = *driver.data();
    return text(json{
        {"backend", parts.platform.backend()},
        {"workers", driver.workers()},
        {"kernels", driver.kernelTitle()},
        {"data",
         {{"name", data.name},
          {"train", data.train.size()},
          {"validation", data.validation.size()},
          {"generated", data.generated}}},
        {"experiment", json::parse(toJson(driver.experiment()))},
        {"entrants", entrantsOf(driver)},
        {"playing", driver.playing()},
        {"finished", driver.finished()},
        {"validating", s.validating},
        {"generation", driver.generation()},
        {"epoch", number(s.epoch)},
        {"step", s.step},
        {"loss", number(s.loss)},
        {"accuracy", number(s.accuracy)},
        {"valLoss", number(s.validationLoss)},
        {"valAccuracy", number(s.validationAccuracy)},
        {"learned", learnedOf(s)},
        {"imagesPerSecond", number(s.imagesPerSecond)},
        {"gflops", number(s.gflops)},
        {"peakGflops", s.measured.peakGflops > 0 ? json(s.measured.peakGflops) : json(nullptr)},
        {"measuring", driver.measuring() ? json(s.measured.progress) : json(nullptr)},
        {"frameMs", number(parts.frameMs)},
        {"message", s.message.empty() ? parts.messages.text : s.message},
    });
}

std::string widgetsJson(const Registry& registry) {
    json list = json::array();
    for (const Widget& widget : registry.widgets())
        list.push_back({{"label", widget.label},
                        {"kind", toText(widget.kind)},
                        {"x", widget.rect.Min.x},
                        {"y", widget.rect.Min.y},
                        {"width", widget.rect.GetWidth()},
                        {"height", widget.rect.GetHeight()},
                        {"value", valueOf(widget.value)},
                        {"enabled", widget.enabled}});
    return text(list);
}

std::string shadersJson(const std::map<std::string, std::string>& problems) {
    json answer = json::object();
    for (const auto& [name, problem] : problems) answer[name] = problem.empty() ? "ok" : problem;
    return text(answer);
}

std::string applyJson(Driver& driver, const std::string& partialExperiment) {
    try {
        return text(
            apply(driver, parseJsonObject(partialExperiment, "cannot apply the change", "set")));
    } catch (const Error& error) {
        return text(refused(error.what()));
    }
}

}  // namespace squash::ui
