#include "squash/io/checkpoint.hpp"

#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "data/files.hpp"
#include "io/safetensors.hpp"

using namespace squash;
using namespace squash::test;

namespace {

FloatArray randomFlat(const Network& network, std::mt19937& generator) {
    FloatArray flat(network.flatSize(), 0.0f);
    for (const auto& each : network.parameters())
        for (std::size_t i = 0; i < each.size; ++i)
            flat[each.offset + i] = static_cast<float>(generator()) * 0x1p-32f - 0.5f;
    return flat;
}

TrainerState randomState(const Experiment& experiment) {
    std::mt19937 generator(5);
    const auto network = makeNetwork(experiment);
    TrainerState state;
    state.parameters = randomFlat(network, generator);
    state.optimizer.step = 1234;
    for (std::size_t i = 0; i < kMaxMoments; ++i)
        if (usesMoment(experiment.optimizer, i))
            state.optimizer.moments[i] = randomFlat(network, generator);
    state.epochsDone = 3;
    state.stepInEpoch = 17;
    state.lossSum = 1.0 / 3;
    state.correctSum = 12;
    state.seconds = 0.1;
    for (std::uint64_t step = 1; step < 1500; ++step)
        state.history.append(StepPoint{step, 1.0f / static_cast<float>(step), 0.1f});
    state.history.append(EpochRecord{1, 196, 1.0 / 7, 0.5, std::nan(""), 0.25, 1.5});
    return state;
}

bool sameBits(const FloatArray& a, const FloatArray& b) {
    return a.size() == b.size() &&
           (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0);
}

void requireSame(const TrainerState& a, const TrainerState& b) {
    REQUIRE(sameBits(a.parameters, b.parameters));
    for (std::size_t i = 0; i < kMaxMoments; ++i)
        REQUIRE(sameBits(a.optimizer.moments[i], b.optimizer.moments[i]));
    REQUIRE(a.optimizer.step == b.optimizer.step);
    REQUIRE(a.epochsDone == b.epochsDone);
    REQUIRE(a.stepInEpoch == b.stepInEpoch);
    REQUIRE(a.lossSum == b.lossSum);
    REQUIRE(a.correctSum == b.correctSum);
    REQUIRE(a.seconds == b.seconds);
    REQUIRE(a.history.steps() == b.history.steps());
    for (std::size_t i = 0; i < a.history.steps(); ++i) {
        REQUIRE(a.history.stepAt(i).step == b.history.stepAt(i).step);
        REQUIRE(a.history.stepAt(i).loss == b.history.stepAt(i).loss);
        REQUIRE(a.history.stepAt(i).accuracy == b.history.stepAt(i).accuracy);
    }
    REQUIRE(a.history.epochs().size() == b.history.epochs().size());
    for (std::size_t i = 0; i < a.history.epochs().size(); ++i) {
        const auto &x = a.history.epochs()[i], &y = b.history.epochs()[i];
        REQUIRE(
            (x.epoch == y.epoch && x.step == y.step && x.loss == y.loss && x.seconds == y.seconds));
        REQUIRE(std::isnan(x.validationLoss) == std::isnan(y.validationLoss));
    }
}

std::string checkpointError(const Bytes& bytes) {
    return errorOf([&] { readCheckpoint(bytes, "run.safetensors"); });
}

// A container with this header and as many zero bytes of data.
Bytes container(const std::string& header, std::size_t data = 0) {
    Bytes bytes(8 + header.size() + data, 0);
    for (std::size_t i = 0; i < 8; ++i)
        bytes[i] = static_cast<std::uint8_t>(std::uint64_t{header.size()} >> (8 * i));
    std::copy(header.begin(), header.end(), bytes.begin() + 8);
    return bytes;
}

std::string tensorText(const std::string& name, const std::string& shape, std::size_t begin,
                       std::size_t end) {
    return "\"" + name + "\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[" +
           std::to_string(begin) + "," + std::to_string(end) + "]}";
}

Bytes weightsOnly(const FloatArray& flat, const Experiment& experiment) {
    std::vector<TensorToWrite> tensors;
    const auto network = makeNetwork(experiment);
    for (const auto& each : network.parameters())
        tensors.push_back(
            {each.name,
             "F32",
             each.shape,
             {reinterpret_cast<const std::uint8_t*>(flat.data() + each.offset), 4 * each.size}});
    return writeSafetensors(tensors, {});
}

}  // namespace

TEST_CASE("a checkpoint says what it was trained on", "[io]") {
    const TrainedOn data{"CIFAR-10, ours", true, cifar10ClassNames()};
    const auto bytes = writeCheckpoint({}, randomState({}), data);
    const auto read = readCheckpoint(bytes, "run.safetensors");
    REQUIRE(read.data == data);
    REQUIRE(read.notices.empty());
    REQUIRE(!readCheckpoint(writeCheckpoint({}, randomState({})), "a").data);
    auto wrong = bytes;  // of the same length: offsets stay
    const std::string text(wrong.begin(), wrong.end());
    const std::string mark = "generated\\\":";
    std::fill_n(wrong.begin() + static_cast<std::ptrdiff_t>(text.find(mark) + mark.size()), 4, '1');
    REQUIRE(contains(checkpointError(wrong), "(run.safetensors, data, generated): true or false"));
}

TEST_CASE("a checkpoint comes back bit for bit", "[io]") {
    for (const char* optimizer :
         {"adam(beta_1=0.8)", "sgd(momentum=0.9)", "sgd", "adamw(amsgrad=true)", "adagrad",
          "rmsprop(momentum=0.5,centered=true)", "rmsprop(centered=true)"}) {
        Experiment experiment;
        experiment.activations = parseActivations("relu+tanh+elu(alpha=0.3)+silu");
        experiment.optimizer = parseOptimizer(optimizer);
        experiment.optimizer.learningRate = 0.1 / 3;
        const auto state = randomState(experiment);
        const auto bytes = writeCheckpoint(experiment, state);
        const auto read = readCheckpoint(bytes, "run.safetensors");
        REQUIRE(read.experiment == experiment);
        REQUIRE(read.notices.empty());
        requireSame(read.state, state);
        REQUIRE(writeCheckpoint(read.experiment, read.state) == bytes);
    }
}

TEST_CASE("the file has Keras's names, layouts and order, and aligned data", "[io]") {
    const auto bytes = writeCheckpoint({}, randomState({}));
    std::size_t length = 0;
    std::memcpy(&length, bytes.data(), sizeof length < 8 ? sizeof length : 8);
    REQUIRE(length % 8 == 0);
    const auto header = nlohmann::ordered_json::parse(
        bytes.begin() + 8, bytes.begin() + 8 + static_cast<std::ptrdiff_t>(length));
    std::vector<std::string> names;
    for (const auto& [name, value] : header.items()) names.push_back(name);
    REQUIRE(names[0] == "__metadata__");
    REQUIRE(names[1] == "conv2d.kernel");
    REQUIRE(names[2] == "conv2d.bias");
    REQUIRE(names[3] == "conv2d_1.kernel");
    REQUIRE(header["conv2d.kernel"]["shape"].size() == 4);
    REQUIRE(header.contains("dense_1.bias"));
    REQUIRE(header.contains("optimizer.m.conv2d.kernel"));
    REQUIRE(header.contains("optimizer.v.dense.bias"));
    REQUIRE(header["__metadata__"]["experiment"].is_string());
}

TEST_CASE("a file with weights only starts a run from them", "[io]") {
    std::mt19937 generator(1);
    Experiment fallback;
    fallback.batch = 77;
    const auto flat = randomFlat(makeNetwork(fallback), generator);
    const auto read = readCheckpoint(weightsOnly(flat, fallback), "keras.safetensors", fallback);
    REQUIRE(read.experiment == fallback);
    REQUIRE(read.notices.size() == 1);
    CHECK(contains(read.notices[0], "taken as relu, pixels 0..255"));
    REQUIRE(sameBits(read.state.parameters, flat));
    REQUIRE(read.state.optimizer.step == 0);
    REQUIRE(read.state.optimizer.moments[1].size() == flat.size());
    REQUIRE(read.state.history.steps() == 0);
}

TEST_CASE("a wrong container is refused with its place", "[io]") {
    REQUIRE(contains(checkpointError({}), "byte 0): eight bytes"));
    REQUIRE(
        contains(checkpointError(Bytes(20, 255)), "byte 0): a header of at most 100000000 bytes"));
    auto cut = writeCheckpoint({}, randomState({}));
    cut.resize(100);
    REQUIRE(contains(checkpointError(cut), "the file is cut off"));
    REQUIRE(contains(checkpointError(container("{\"a\":}")),
                     "run.safetensors, byte 13): JSON in the header"));
    REQUIRE(contains(checkpointError(container("[]")), "a JSON object"));
    REQUIRE(contains(checkpointError(container("{\"a\":1}")), "tensor 'a'): an object with dtype"));
    REQUIRE(contains(checkpointError(container("{" + tensorText("a", "[4]", 0, 16) + "}", 8)),
                     "tensor 'a'): a shape that fits"));
    REQUIRE(contains(checkpointError(container("{" + tensorText("a", "[1]", 8, 12) + "}", 8)),
                     "tensor 'a'): offsets within the 8 bytes"));
    REQUIRE(contains(checkpointError(container("{" + tensorText("a", "[1]", 0, 8) + "}", 8)),
                     "tensor 'a'): 4 bytes for its shape, found 8"));
    REQUIRE(contains(
        checkpointError(container("{" + tensorText("a", "[4294967296,4294967296]", 0, 8) + "}", 8)),
        "a shape that fits"));
    REQUIRE(contains(
        checkpointError(container(
            "{" + tensorText("a", "[2]", 0, 8) + "," + tensorText("b", "[1]", 4, 8) + "}", 8)),
        "overlap"));
    REQUIRE(contains(checkpointError(container("{" + tensorText("a", "[1]", 0, 4) + "}", 8)),
                     "no bytes behind the last tensor"));
    REQUIRE(contains(checkpointError(container("{" + tensorText("a", "[1]", 4, 8) + "}", 8)),
                     "no gap"));
    REQUIRE(contains(
        checkpointError(container(
            "{" + tensorText("a", "[1]", 0, 4) + "," + tensorText("a", "[1]", 4, 8) + "}", 8)),
        "tensor 'a'): each name once"));
    REQUIRE(contains(checkpointError(container("{\"__metadata__\":{\"experiment\":3}}")),
                     "__metadata__, experiment): a text"));
}

TEST_CASE("wrong tensors are refused by name", "[io]") {
    REQUIRE(contains(checkpointError(container("{}")),
                     "tensor 'conv2d.kernel'): this tensor with shape ["));
    REQUIRE(contains(
        checkpointError(container("{" + tensorText("conv2d.kernel", "[2]", 0, 8) + "}", 8)),
        "tensor 'conv2d.kernel'): shape ["));
    const std::string bad = R"({"__metadata__":{"experiment":"{\"batch\":0}"}})";
    REQUIRE(contains(checkpointError(container(bad)), "run.safetensors, experiment, batch"));
}

TEST_CASE("what a checkpoint has beyond is noticed, not fatal", "[io]") {
    const Experiment experiment;
    const auto state = randomState(experiment);
    auto bytes = writeCheckpoint(experiment, state);
    const auto file = readSafetensors(bytes, "a");
    std::vector<TensorToWrite> tensors;
    for (const auto& [name, found] : file.tensors)
        tensors.push_back({name, found.type, found.shape, found.bytes});
    const Bytes extra(2, 0);
    tensors.push_back({"my.half", "F16", {1}, extra});
    auto metadata = file.metadata;
    metadata["author"] = "me";
    const auto read = readCheckpoint(writeSafetensors(tensors, metadata), "a");
    REQUIRE(read.notices == std::vector<std::string>{"a: tensor 'my.half' is not used",
                                                     "a: metadata 'author' is not used"});
    requireSame(read.state, state);
}

TEST_CASE("a run that has begun needs its optimizer's state", "[io]") {
    const Experiment experiment;
    auto state = randomState(experiment);
    state.optimizer.moments = {};
    REQUIRE(
        contains(checkpointError(writeCheckpoint(experiment, state)), "tensor 'optimizer.m.*'"));
}

TEST_CASE("a save replaces the file, and a failed one leaves it", "[io]") {
    const auto folder = std::filesystem::temp_directory_path() / "squash-checkpoint-test";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const auto path = (folder / "run.safetensors").string();
    const Experiment experiment;
    auto state = randomState(experiment);
    saveCheckpoint(path, experiment, state);
    state.epochsDone = 9;
    saveCheckpoint(path, experiment, state);
    requireSame(loadCheckpoint(path).state, state);
    REQUIRE_FALSE(std::filesystem::exists(path + ".partial"));
    std::filesystem::create_directories(path + ".partial");  // stands in the way of the next save
    REQUIRE(contains(errorOf([&] { saveCheckpoint(path, experiment, state); }),
                     "cannot save the checkpoint (" + path + ")"));
    requireSame(loadCheckpoint(path).state, state);
    REQUIRE(contains(errorOf([&] { loadCheckpoint((folder / "none").string()); }),
                     "none): a safetensors file; there is none"));
    std::filesystem::remove_all(folder);
}

TEST_CASE("damaged checkpoints give an error or a state, never a crash", "[io]") {
    const auto good = writeCheckpoint({}, randomState({}));
    std::uint64_t length = 0;
    std::memcpy(&length, good.data(), 8);
    const Bytes head(good.begin(), good.begin() + 8 + static_cast<std::ptrdiff_t>(length));
    std::mt19937 generator(4);
    for (int round = 0; round < 2000; ++round) {  // most of the file is numbers: damage the head
        auto bytes = head;
        const auto below = [&](std::size_t bound) { return generator() % bound; };
        for (std::size_t i = 0; i <= below(4); ++i)
            bytes[below(8) == 0 ? below(8) : below(bytes.size())] =
                static_cast<std::uint8_t>(below(2) == 0 ? '0' + below(10) : below(256));
        if (round % 50 == 0)
            bytes.insert(bytes.end(), good.begin() + static_cast<std::ptrdiff_t>(head.size()),
                         good.end());
        errorOf([&] { readCheckpoint(bytes, "a"); });
    }
}
