// The parts of a checkpoint beside weights and moments: where the run stands, what it learned from,
// and its history as two tables of float64, in which every value has its exact place.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "io/safetensors.hpp"
#include "squash/io/checkpoint.hpp"
#include "squash/training/trainer.hpp"

namespace squash {

inline constexpr const char* kHistorySteps = "history.steps";  // [n][3]: step, loss, accuracy
inline constexpr const char* kHistoryEpochs =
    "history.epochs";  // [n][7]: the fields of EpochRecord
inline constexpr std::size_t kStepColumns = 3, kEpochColumns = 7;

struct HistoryTables {
    std::vector<double> steps, epochs;
};
HistoryTables historyTables(const History& history);
void appendSteps(const TensorFound& table, const std::string& file, History& into);
void appendEpochs(const TensorFound& table, const std::string& file, History& into);

// JSON; sums as hexadecimal floats, because training has to go on with exactly these.
std::string positionText(const TrainerState& state);
void readPosition(const std::string& text, const std::string& file, TrainerState& into);

// JSON: {"name":"CIFAR-10","generated":false,"classNames":["airplane",...]}.
std::string dataText(const TrainedOn& data);
TrainedOn readData(const std::string& text, const std::string& file);

inline std::span<const std::uint8_t> asBytes(const std::vector<double>& values) {
    return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(double)};
}

}  // namespace squash
