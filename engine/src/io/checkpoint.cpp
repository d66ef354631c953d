#include "squash/io/checkpoint.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "io/checkpoint_parts.hpp"
#include "io/experiment_fields.hpp"
#include "io/safetensors.hpp"
#include "squash/core/error.hpp"

namespace squash {

namespace {

[[noreturn]] void fail(const std::string& where, const std::string& expected) {
    throw Error("cannot read the checkpoint", where, expected);
}

std::string momentName(OptimizerKind kind, std::size_t moment) {
    return fmt::format("optimizer.{}.", infoOf(kind).moments[moment]);
}

void addTensors(const Network& network, std::string_view prefix, const FloatArray& flat,
                std::vector<TensorToWrite>& into) {
    for (const auto& each : network.parameters()) {
        const auto* first = reinterpret_cast<const std::uint8_t*>(flat.data() + each.offset);
        into.push_back({fmt::format("{}{}", prefix, each.name),
                        "F32",
                        each.shape,
                        {first, each.size * sizeof(float)}});
    }
}

// Takes tensors out of a file; what nobody asked for in the end becomes a notice.
class Tensors {
public:
    Tensors(const Safetensors& file, const std::string& name) : file_(file), name_(name) {}

    bool has(std::string_view prefix) const {
        const auto found = file_.tensors.lower_bound(std::string(prefix));
        return found != file_.tensors.end() && found->first.starts_with(prefix);
    }
    const TensorFound* find(const std::string& tensor) {
        taken_.insert(tensor);
        const auto found = file_.tensors.find(tensor);
        return found == file_.tensors.end() ? nullptr : &found->second;
    }
    FloatArray flat(const Network& network, std::string_view prefix) {
        FloatArray result(network.flatSize(), 0.0f);
        for (const auto& each : network.parameters()) {
            const auto name = fmt::format("{}{}", prefix, each.name);
            const auto where = fmt::format("{}, tensor '{}'", name_, name);
            const auto* found = find(name);
            if (found == nullptr)
                fail(where, fmt::format("this tensor with shape [{}]; it is missing",
                                        fmt::join(each.shape, ", ")));
            if (found->type != "F32") fail(where, fmt::format("dtype F32, found {}", found->type));
            if (found->shape != each.shape)
                fail(where, fmt::format("shape [{}], found [{}]", fmt::join(each.shape, ", "),
                                        fmt::join(found->shape, ", ")));
            std::memcpy(result.data() + each.offset, found->bytes.data(), found->bytes.size());
        }
        return result;
    }
    void reportOthers(std::vector<std::string>& notices) const {
        std::size_t others = 0;
        for (const auto& [tensor, found] : file_.tensors)
            if (!taken_.contains(tensor) && ++others <= 10)
                notices.push_back(
                    fmt::format("{}: tensor '{}' is not used", name_, tensor.substr(0, 80)));
        if (others > 10)
            notices.push_back(fmt::format("{}: and {} more tensors", name_, others - 10));
    }

private:
    const Safetensors& file_;
    const std::string& name_;
    std::set<std::string> taken_;
};

void readMoments(const Network& network, const std::string& name, Tensors& tensors,
                 Checkpoint& into) {
    const OptimizerSettings& settings = into.experiment.optimizer;
    auto& optimizer = into.state.optimizer;
    for (std::size_t i = 0; i < kMaxMoments; ++i) {
        if (!usesMoment(settings, i)) continue;
        const std::string prefix = momentName(settings.kind, i);
        if (tensors.has(prefix))
            optimizer.moments[i] = tensors.flat(network, prefix);
        else if (optimizer.step > 0)
            fail(fmt::format("{}, tensor '{}*'", name, prefix),
                 "the optimizer's state of a run that has begun; it is missing");
    }
    fitMoments(settings, network.flatSize(), optimizer);
}

}  // namespace

TrainedOn trainedOn(const Dataset& data) { return {data.name, data.generated, data.classNames}; }

std::vector<std::uint8_t> writeCheckpoint(const Experiment& experiment, const TrainerState& state,
                                          const std::optional<TrainedOn>& data) {
    const auto network = makeNetwork(experiment);
    const auto history = historyTables(state.history);
    std::vector<TensorToWrite> tensors;
    addTensors(network, "", state.parameters, tensors);
    for (std::size_t i = 0; i < kMaxMoments; ++i)
        if (!state.optimizer.moments[i].empty())
            addTensors(network, momentName(experiment.optimizer.kind, i),
                       state.optimizer.moments[i], tensors);
    tensors.push_back({kHistorySteps,
                       "F64",
                       {history.steps.size() / kStepColumns, kStepColumns},
                       asBytes(history.steps)});
    tensors.push_back({kHistoryEpochs,
                       "F64",
                       {history.epochs.size() / kEpochColumns, kEpochColumns},
                       asBytes(history.epochs)});
    std::map<std::string, std::string> metadata = {{"format", "squash 1"},
                                                   {"experiment", toJson(experiment)},
                                                   {"position", positionText(state)}};
    if (data) metadata.emplace("data", dataText(*data));
    return writeSafetensors(tensors, metadata);
}

Checkpoint readCheckpoint(std::span<const std::uint8_t> bytes, const std::string& name,
                          const Experiment& fallback) {
    const auto file = readSafetensors(bytes, name);
    Checkpoint result{fallback, {}, {}, {}};
    if (const auto text = file.metadata.find("experiment"); text != file.metadata.end()) {
        auto parsed = parseExperiment(text->second, Experiment{}, name + ", experiment");
        result.experiment = parsed.experiment;
        result.notices = std::move(parsed.notices);
    } else {
        result.notices.push_back(
            fmt::format("{}: it does not say how it was trained; taken as {}, pixels {}", name,
                        toText(std::span(fallback.activations)),
                        fallback.pixels == Pixels::Raw ? "0..255" : "0..1"));
    }
    const auto position = file.metadata.find("position");
    if (position != file.metadata.end()) readPosition(position->second, name, result.state);
    if (const auto data = file.metadata.find("data"); data != file.metadata.end())
        result.data = readData(data->second, name);
    const auto network = makeNetwork(result.experiment);
    Tensors tensors(file, name);
    result.state.parameters = tensors.flat(network, "");
    readMoments(network, name, tensors, result);
    if (const auto* steps = tensors.find(kHistorySteps))
        appendSteps(*steps, name, result.state.history);
    if (const auto* epochs = tensors.find(kHistoryEpochs))
        appendEpochs(*epochs, name, result.state.history);
    tensors.reportOthers(result.notices);
    for (const auto& [key, value] : file.metadata)
        if (key != "experiment" && key != "position" && key != "format" && key != "data")
            result.notices.push_back(
                fmt::format("{}: metadata '{}' is not used", name, key.substr(0, 80)));
    return result;
}

}  // namespace squash
