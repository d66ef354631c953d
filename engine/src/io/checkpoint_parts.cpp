#include "io/checkpoint_parts.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>

#include "io/experiment_fields.hpp"
#include "squash/core/error.hpp"
#include "squash/io/json_text.hpp"

namespace squash {

namespace {

std::vector<double> tableOf(const TensorFound& table, std::size_t columns,
                            const std::string& where) {
    if (table.type != "F64" || table.shape.size() != 2 || table.shape[1] != columns)
        throw Error("cannot read the checkpoint", where,
                    fmt::format("F64 with shape [n, {}]", columns));
    std::vector<double> values(table.bytes.size() / sizeof(double));
    if (!values.empty()) std::memcpy(values.data(), table.bytes.data(), table.bytes.size());
    return values;
}

std::uint64_t countOf(double value, const std::string& where) {
    if (!(value >= 0 && value <= static_cast<double>(kMaxWhole)) || value != std::floor(value))
        throw Error("cannot read the checkpoint", where,
                    fmt::format("whole numbers as counts, found {}", value));
    return static_cast<std::uint64_t>(value);
}

double hexNumber(const nlohmann::json& json, const std::string& where, const char* name) {
    const Field field{where, name, json.at(name)};
    const auto text = field.text();
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (text.empty() || end != text.c_str() + text.size())
        field.fail("a number as text, such as \"0x1.8p+3\"");
    return value;
}

}  // namespace

HistoryTables historyTables(const History& history) {
    HistoryTables tables;
    for (std::size_t i = 0; i < history.steps(); ++i) {
        const auto point = history.stepAt(i);
        tables.steps.insert(tables.steps.end(),
                            {static_cast<double>(point.step), point.loss, point.accuracy});
    }
    for (const auto& each : history.epochs())
        tables.epochs.insert(
            tables.epochs.end(),
            {static_cast<double>(each.epoch), static_cast<double>(each.step), each.loss,
             each.accuracy, each.validationLoss, each.validationAccuracy, each.seconds});
    return tables;
}

void appendSteps(const TensorFound& table, const std::string& file, History& into) {
    const auto where = fmt::format("{}, tensor '{}'", file, kHistorySteps);
    const auto values = tableOf(table, kStepColumns, where);
    for (std::size_t i = 0; i < values.size(); i += kStepColumns)
        into.append(StepPoint{countOf(values[i], where), static_cast<float>(values[i + 1]),
                              static_cast<float>(values[i + 2])});
}

void appendEpochs(const TensorFound& table, const std::string& file, History& into) {
    const auto where = fmt::format("{}, tensor '{}'", file, kHistoryEpochs);
    const auto values = tableOf(table, kEpochColumns, where);
    for (std::size_t i = 0; i < values.size(); i += kEpochColumns) {
        const double* row = values.data() + i;
        into.append(EpochRecord{static_cast<std::size_t>(countOf(row[0], where)),
                                countOf(row[1], where), row[2], row[3], row[4], row[5], row[6]});
    }
}

std::string positionText(const TrainerState& state) {
    const auto exact = [](double value) { return fmt::format("{:a}", value); };
    const nlohmann::ordered_json json = {
        {"epochsDone", state.epochsDone},  {"stepInEpoch", state.stepInEpoch},
        {"lossSum", exact(state.lossSum)}, {"correctSum", exact(state.correctSum)},
        {"seconds", exact(state.seconds)}, {"optimizerStep", state.optimizer.step},
    };
    return json.dump();
}

void readPosition(const std::string& text, const std::string& file, TrainerState& into) {
    const auto where = file + ", position";
    const auto json = parseJsonObject(text, "cannot read the checkpoint", where);
    for (const char* name :
         {"epochsDone", "stepInEpoch", "lossSum", "correctSum", "seconds", "optimizerStep"})
        if (!json.contains(name))
            throw Error("cannot read the checkpoint", where, fmt::format("the field {}", name));
    const auto whole = [&](const char* name) { return Field{where, name, json.at(name)}.whole(); };
    const auto size = [&](const char* name) { return Field{where, name, json.at(name)}.size(); };
    into.epochsDone = size("epochsDone");
    into.stepInEpoch = size("stepInEpoch");
    into.optimizer.step = whole("optimizerStep");
    into.lossSum = hexNumber(json, where, "lossSum");
    into.correctSum = hexNumber(json, where, "correctSum");
    into.seconds = hexNumber(json, where, "seconds");
}

std::string dataText(const TrainedOn& data) {
    const nlohmann::ordered_json json = {
        {"name", data.name}, {"generated", data.generated}, {"classNames", data.classNames}};
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

TrainedOn readData(const std::string& text, const std::string& file) {
    const auto where = file + ", data";
    const auto json = parseJsonObject(text, "cannot read the checkpoint", where);
    const nlohmann::json missing;
    const auto field = [&](const char* name) {
        return Field{where, name, json.contains(name) ? json.at(name) : missing};
    };
    TrainedOn data{field("name").text(), field("generated").flag(), {}};
    const auto names = field("classNames");
    if (!names.value.is_array() || names.value.size() != data.classNames.size())
        names.fail(fmt::format("{} names", data.classNames.size()));
    for (std::size_t i = 0; i < data.classNames.size(); ++i)
        data.classNames[i] = Field{where, "classNames", names.value[i]}.text();
    return data;
}

}  // namespace squash
