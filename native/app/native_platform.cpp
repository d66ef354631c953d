#include "native_platform.hpp"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <stb/stb_image_write.h>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "imgui.h"

namespace squash::app {
namespace {

// The desktop's own dialog, run as a program beside the window so that drawing goes on.
const char* dialogCommand() {
    if (std::system("command -v zenity >/dev/null 2>&1") == 0)
        return "zenity --file-selection --title='Open images' 2>/dev/null";
    if (std::system("command -v kdialog >/dev/null 2>&1") == 0)
        return "kdialog --getopenfilename 2>/dev/null";
    return nullptr;
}

// "curve.csv", or "curve-2.csv" where that is there, in the working folder.
std::filesystem::path freePath(const std::string& name) {
    const std::filesystem::path wanted(name);
    std::error_code unknown;  // then it shows when it is written
    std::filesystem::path path = std::filesystem::current_path(unknown) / wanted;
    for (int i = 2; std::filesystem::exists(path, unknown); ++i)
        path.replace_filename(wanted.stem().string() + "-" + std::to_string(i) +
                              wanted.extension().string());
    return path;
}

}  // namespace

double NativePlatform::threadMs() const {
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) * 1e-6;
}

void NativePlatform::setClipboard(const std::string& text) {
    ImGui::SetClipboardText(text.c_str());
}

void NativePlatform::openFile() {
    if (dialog_) return;
    const char* command = dialogCommand();
    if (!command) {
        say("No file dialog (zenity or kdialog) is installed: drop the file on the window instead",
            false);
        return;
    }
    dialog_ = popen(command, "r");
    if (dialog_) fcntl(fileno(dialog_), F_SETFL, O_NONBLOCK);
}

// In the working folder, beside what is there already.
void NativePlatform::saveText(const std::string& name, const std::string& text) {
    const std::filesystem::path path = freePath(name);
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    tellSaved(path, file.good());
}

void NativePlatform::savePicture(const std::string& name, const Area& area) {
    picture_ = Picture{name, area};
}

std::optional<NativePlatform::Picture> NativePlatform::takePicture() {
    if (!picture_ || --picture_->frames > 0) return std::nullopt;
    return std::exchange(picture_, std::nullopt);
}

void NativePlatform::writePicture(const Picture& picture, int width, int height,
                                  const std::vector<unsigned char>& pixels, float pixelRatio) {
    const auto inside = [pixelRatio](float points, int most) {
        return std::clamp(static_cast<int>(std::lround(points * pixelRatio)), 0, most);
    };
    const Area& area = picture.area;
    const int left = inside(area.x, width), top = inside(area.y, height);
    const int right = inside(area.x + area.width, width),
              bottom = inside(area.y + area.height, height);
    if (left >= right || top >= bottom) return;
    const std::filesystem::path path = freePath(picture.name);
    const unsigned char* corner = pixels.data() + 3 * (std::ptrdiff_t{top} * width + left);
    tellSaved(path,
              stbi_write_png(path.c_str(), right - left, bottom - top, 3, corner, 3 * width) != 0);
}

void NativePlatform::tellSaved(const std::filesystem::path& path, bool good) const {
    if (good)
        say("Saved " + path.string() + ".", false);
    else
        say("Cannot write " + path.string() +
                ": start the program in a folder that can be written.",
            true);
}

std::string NativePlatform::takeChosenFile() {
    if (!dialog_) return "";
    char buffer[4096];
    const ssize_t count = read(fileno(dialog_), buffer, sizeof buffer);
    if (count > 0) chosen_.append(buffer, static_cast<std::size_t>(count));
    if (count != 0) return "";  // it is still open
    pclose(dialog_);
    dialog_ = nullptr;
    std::string file = std::move(chosen_);
    chosen_.clear();
    while (!file.empty() && file.back() == '\n') file.pop_back();
    return file;
}

std::string NativePlatform::setting(const std::string& name) const {
    if (name == "theme" && !options_.theme.empty()) return options_.theme;
    // A script sees the screen itself, without the hints of the first visit.
    if (name == "hints" && !options_.script.empty()) return "seen";
    return settings_.get(name);
}

}  // namespace squash::app
