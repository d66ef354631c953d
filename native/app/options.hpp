// What the window's command line can say.
#pragma once
#include <cstddef>
#include <optional>
#include <string>

namespace squash::app {

struct Options {
    std::string data;  // "", "shapes" or a folder
    std::size_t threads = 0;
    std::string isa = "auto";
    int width = 0, height = 0;  // 0: as last time
    std::string theme;          // "", "dark", "light"
    double pixelRatio = 0;      // 0: the monitor's
    bool paused = false;
    std::string script;
    std::string experiment;  // a link, or a JSON file
};

// Nothing when the program should end with `exitCode` (help was asked for, or a mistake was told).
std::optional<Options> parseOptions(int argc, char** argv, int& exitCode);

}  // namespace squash::app
