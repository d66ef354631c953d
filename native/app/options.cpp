#include "options.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>

namespace squash::app {
namespace {

constexpr const char* kExamples = R"(
Examples:
  squash-app                              train on CIFAR10_DIR, else on generated images
  squash-app --data shapes --theme light  generated images, light colours
  squash-app --script steps.txt           drive it by a script: click LABEL, set JSON,
                                          wait FIELD OP VALUE [TIMEOUT], state, widgets,
                                          screenshot FILE.png, drop FILE, quit; and as a person:
                                          hover, doubleclick, wheel, key, type, sleep
)";

std::string checkSize(const std::string& text) {
    int width = 0, height = 0;
    char rest = 0;
    const bool good = std::sscanf(text.c_str(), "%dx%d%c", &width, &height, &rest) == 2 &&
                      width >= 200 && height >= 200;
    return good ? "" : "--size " + text + ": expected WIDTHxHEIGHT, as 1440x900";
}

}  // namespace

std::optional<Options> parseOptions(int argc, char** argv, int& exitCode) {
    Options options;
    std::string size;
    CLI::App parser("Squash: train a small network and watch what its activation functions do.",
                    "squash-app");
    parser.footer(kExamples);
    parser.add_option("--data", options.data,
                      "Folder with CIFAR-10's .bin files, or 'shapes' for generated images");
    parser.add_option("--threads", options.threads, "Workers; 0 is all cores")
        ->check(CLI::Range(0, 1024));
    parser.add_option("--isa", options.isa, "Kernels, as 'squash list kernels' names them");
    parser.add_option("--size", size, "Size of the window, as 1440x900")->check(checkSize);
    parser.add_option("--theme", options.theme, "dark or light")
        ->check(CLI::IsMember({"dark", "light"}));
    parser
        .add_option("--pixel-ratio", options.pixelRatio,
                    "Pixels a point; the monitor's when left out")
        ->check(CLI::Range(0.5, 4.0));
    parser.add_option("--experiment", options.experiment,
                      "Begins with this one: a link with #e=, or a JSON file");
    parser.add_flag("--paused", options.paused, "Do not start to train");
    parser
        .add_option("--script", options.script,
                    "Read commands from this file, print each answer as a JSON line")
        ->check(CLI::ExistingFile);
    try {
        parser.parse(argc, argv);
    } catch (const CLI::Success& asked) {
        exitCode = parser.exit(asked);
        return std::nullopt;
    } catch (const CLI::ParseError& error) {
        std::fprintf(stderr, "squash: cannot start (command line): %s; see squash-app --help\n",
                     error.what());
        exitCode = 2;
        return std::nullopt;
    }
    if (!size.empty()) std::sscanf(size.c_str(), "%dx%d", &options.width, &options.height);
    return options;
}

}  // namespace squash::app
