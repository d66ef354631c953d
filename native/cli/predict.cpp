// `squash predict`: what a checkpoint sees in pictures.
#include <fmt/format.h>

#include <algorithm>

#include "command.hpp"
#include "data_source.hpp"
#include "errors.hpp"
#include "image.hpp"
#include "machine_options.hpp"
#include "output.hpp"
#include "squash/io/checkpoint.hpp"
#include "squash/training/predict.hpp"

namespace squash::cli {
namespace {

struct Options {
    std::string load;
    std::vector<std::string> images;
    MachineOptions machine;
    bool json = false;
};

struct Guess {
    std::string file, name;
    std::size_t label = 0;
    Probabilities probabilities{};
};

std::vector<Probabilities> see(const Options& options, const Checkpoint& checkpoint) {
    Machine machine(options.machine);
    std::vector<ImageBytes> images;
    images.reserve(options.images.size());
    for (const std::string& path : options.images)
        images.push_back(scaleToImage(readPicture(path)));
    std::vector<const std::uint8_t*> pointers;
    pointers.reserve(images.size());
    for (const ImageBytes& image : images) pointers.push_back(image.data());
    const Network network = makeNetwork(checkpoint.experiment);
    const Model model{network, checkpoint.state.parameters, checkpoint.experiment.pixels,
                      machine.kernels};
    return predict(model, machine.pool, pointers);
}

std::vector<Guess> guesses(const Options& options, const Checkpoint& checkpoint) {
    const auto names =
        checkpoint.data ? checkpoint.data->classNames : classNamesOf(checkpoint.experiment.data);
    const auto seen = see(options, checkpoint);
    std::vector<Guess> all;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        const auto best = std::max_element(seen[i].begin(), seen[i].end()) - seen[i].begin();
        const auto label = static_cast<std::size_t>(best);
        all.push_back({options.images[i], names[label], label, seen[i]});
    }
    return all;
}

Json toJson(const std::vector<Guess>& all) {
    Json list = Json::array();
    for (const Guess& guess : all) {
        Json probabilities = Json::array();
        for (const float probability : guess.probabilities)
            probabilities.push_back(shortest(probability));
        list.push_back({{"file", guess.file},
                        {"class", guess.label},
                        {"name", guess.name},
                        {"probabilities", probabilities}});
    }
    return list;
}

int predictImages(const Options& options) {
    const Checkpoint checkpoint = loadCheckpoint(options.load);
    for (const std::string& notice : checkpoint.notices) printNotice(notice);
    const auto all = guesses(options, checkpoint);
    if (options.json) {
        printJson(toJson(all));
        return kSuccess;
    }
    for (const Guess& guess : all)
        printText(fmt::format("{}: {} ({:.1f}%)\n", guess.file, guess.name,
                              100 * guess.probabilities[guess.label]));
    return kSuccess;
}

}  // namespace

void addPredict(CLI::App& app, Work& work) {
    auto* command = app.add_subcommand("predict", "Classify PNG and JPEG pictures of any size");
    auto options = std::make_shared<Options>();
    command->add_option("--load", options->load, "A checkpoint")->required()->type_name("FILE");
    command->add_option("images", options->images, "Pictures, scaled to 32x32")
        ->required()
        ->type_name("IMAGE...");
    addMachineOptions(*command, options->machine);
    command->add_flag("--json", options->json, "One JSON document on stdout");
    command->footer(
        "Examples:\n"
        "  squash predict --load relu.safetensors cat.png\n"
        "  squash predict --load relu.safetensors *.jpg --json");
    command->callback([options, &work] { work = [options] { return predictImages(*options); }; });
}

}  // namespace squash::cli
