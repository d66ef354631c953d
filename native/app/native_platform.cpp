#include "native_platform.hpp"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

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
