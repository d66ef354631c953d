// The window: the front end of ui/ on a desktop, on the data set there is.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <memory>
#include <new>
#include <sstream>
#include <string>

#include "files.hpp"
#include "native_platform.hpp"
#include "options.hpp"
#include "script.hpp"
#include "settings.hpp"
#include "squash/core/error.hpp"
#include "squash/data/cifar10.hpp"
#include "squash/data/shapes.hpp"
#include "squash/io/experiment_link.hpp"
#include "squash/kernels/kernel_sets.hpp"
#include "ui/app/app.hpp"
#include "window.hpp"

namespace squash::app {
namespace {

constexpr double kMinimisedWait = 0.2;  // seconds

// What was asked for, else CIFAR10_DIR's images, else generated ones.
DatasetPtr chooseData(const Options& options) {
    const char* variable = std::getenv("CIFAR10_DIR");
    const std::string folder = !options.data.empty() ? options.data : variable ? variable : "";
    if (folder.empty() || folder == "shapes")
        return std::make_shared<const Dataset>(generateShapes({}));
    return std::make_shared<const Dataset>(readCifar10Folder(folder));
}

// Of a file its JSON; a link as it is.
std::string experimentText(const std::string& given) {
    if (isLink(given)) return given;
    std::ifstream file(given, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf()))
        throw Error("cannot read the experiment", given, "a JSON file or a link with #e=");
    return text.str();
}

WindowSpec windowSpec(const Options& options, const Settings& settings) {
    WindowSpec spec;
    const auto number = [&](const char* name, int fallback) {
        const int stored = std::atoi(settings.get(name).c_str());
        return stored >= 360 ? stored : fallback;
    };
    spec.width = options.width ? options.width : number("width", spec.width);
    spec.height = options.height ? options.height : number("height", spec.height);
    spec.pixelRatio = options.pixelRatio;
    return spec;
}

void loop(Window& window, ui::App& app, NativePlatform& platform, const std::string& scriptFile,
          bool& failed) {
    FileQueue files(app);
    std::unique_ptr<Script> script;
    if (!scriptFile.empty()) script = std::make_unique<Script>(scriptFile, app, window, files);
    while (!window.closing()) {
        const bool busy = script || files.busy();
        // Without a frame the front end's clock stands still, and would ask for one for ever.
        const double rest = window.minimised() ? kMinimisedWait : 0;
        window.wait(busy ? 0 : std::max(app.secondsToNextFrame(), rest));
        for (const std::string& path : window.takeDrops()) files.add(path);
        if (const std::string chosen = platform.takeChosenFile(); !chosen.empty())
            files.add(chosen);
        files.work();
        window.frame(
            [&] {
                if (script) script->beforeFrame();
            },
            [&](float pixelRatio) { app.frame(pixelRatio); });
        if (script) script->afterFrame();
        if (const auto picture = platform.takePicture()) {
            int width = 0, height = 0;
            const auto pixels = window.pixels(width, height);
            const float ratio = static_cast<float>(width) / static_cast<float>(window.width());
            platform.writePicture(*picture, width, height, pixels, ratio);
        }
        window.present();
    }
    failed = script && script->failed();
}

int run(const Options& options) {
    Settings settings(options.script.empty());
    NativePlatform platform(options, settings);
    Window window(windowSpec(options, settings));
    ui::AppOptions start{.data = chooseData(options), .experiment = {}, .playing = !options.paused};
    bool failed = false;
    {
        ui::App app(platform, start);
        if (!options.experiment.empty()) app.open(experimentText(options.experiment));
        platform.say = [&app](const std::string& text, bool bad) { app.setMessage(text, bad); };
        loop(window, app, platform, options.script, failed);
    }
    settings.set("width", std::to_string(window.width()));
    settings.set("height", std::to_string(window.height()));
    return failed ? 1 : 0;
}

}  // namespace
}  // namespace squash::app

int main(int argc, char** argv) {
    int exitCode = 0;
    const auto options = squash::app::parseOptions(argc, argv, exitCode);
    if (!options) return exitCode;
    try {
        squash::chooseKernelSet(options->isa);  // before anything opens
    } catch (const squash::Error& error) {      // a name that is none, or none for this processor
        std::fprintf(stderr, "squash: %s\n", error.what());
        return 2;
    }
    try {
        return squash::app::run(*options);
    } catch (const squash::Error& error) {
        std::fprintf(stderr, "squash: %s\n", error.what());
    } catch (const std::bad_alloc&) {
        std::fprintf(stderr, "squash: not enough memory (this machine): close other programs\n");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "squash: failure (%s): a report of this to the makers\n",
                     error.what());
    }
    return 1;
}
