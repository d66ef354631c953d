#include "script.hpp"

#include <stb/stb_image_write.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <ranges>
#include <sstream>
#include <string_view>

#include "imgui.h"
#include "imgui_internal.h"

namespace squash::app {
namespace {

using nlohmann::json;
constexpr std::array<std::string_view, 8> kOperators{"==", "=",  "!=", "contains",
                                                     "<",  "<=", ">",  ">="};
constexpr double kTimeout = 60;  // seconds a wait has, unless it says so

struct Place {
    float x, y;
};

std::optional<Place> centerOf(const ui::App& app, const std::string& label) {
    const json widgets = json::parse(app.widgetsJson());
    // The last one with the name lies on top.
    for (auto it = widgets.rbegin(); it != widgets.rend(); ++it) {
        const json& w = *it;
        if (w["label"] == label)
            return Place{w["x"].get<float>() + w["width"].get<float>() / 2,
                         w["y"].get<float>() + w["height"].get<float>() / 2};
    }
    return std::nullopt;
}

// A field of the state by its path ("data.name").
std::optional<json> fieldOf(const json& state, const std::string& path) {
    const json* at = &state;
    std::istringstream parts(path);
    for (std::string part; std::getline(parts, part, '.');) {
        if (!at->is_object() || !at->contains(part)) return std::nullopt;
        at = &(*at)[part];
    }
    return *at;
}

json parsedValue(const std::string& text) {
    json value = json::parse(text, nullptr, false);
    return value.is_discarded() ? json(text) : value;
}

std::optional<double> numberIn(const std::string& text) {
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    if (text.empty() || end != text.c_str() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

std::optional<ImGuiKey> keyNamed(const std::string& name) {
    if (name == "Ctrl") return static_cast<ImGuiKey>(ImGuiMod_Ctrl);
    if (name == "Shift") return static_cast<ImGuiKey>(ImGuiMod_Shift);
    if (name == "Alt") return static_cast<ImGuiKey>(ImGuiMod_Alt);
    for (int key = ImGuiKey_NamedKey_BEGIN; key < ImGuiKey_NamedKey_END; ++key)
        if (name == ImGui::GetKeyName(static_cast<ImGuiKey>(key)))
            return static_cast<ImGuiKey>(key);
    return std::nullopt;
}

// VALUE may have spaces; a number behind it is the timeout.
std::optional<double> takeTimeout(std::string& value) {
    while (!value.empty() && value.back() == ' ') value.pop_back();
    const auto space = value.rfind(' ');
    if (space == std::string::npos) return std::nullopt;
    const auto seconds = numberIn(value.substr(space + 1));
    if (seconds) value.erase(value.find_last_not_of(' ', space) + 1);
    return seconds;
}

bool holds(const json& left, const std::string& op, const json& right) {
    if (op == "==" || op == "=") return left == right;
    if (op == "!=") return left != right;
    if (op == "contains")
        return left.is_string() && right.is_string() &&
               left.get<std::string>().find(right.get<std::string>()) != std::string::npos;
    if (!left.is_number() || !right.is_number()) return false;
    const double a = left.get<double>(), b = right.get<double>();
    return op == "<"    ? a < b
           : op == "<=" ? a <= b
           : op == ">"  ? a > b
           : op == ">=" ? a >= b
                        : false;
}

void moveTo(Place place) { ImGui::GetIO().AddMousePosEvent(place.x, place.y); }

}  // namespace

Script::Script(const std::string& path, ui::App& app, Window& window, FileQueue& files)
    : app_(app), window_(window), files_(files) {
    window_.ignoreMouse();
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        const auto first = line.find_first_not_of(" \t");
        if (first == std::string::npos || line[first] == '#') continue;
        line.erase(0, first);
        const auto space = line.find(' ');
        commands_.push_back(
            {line.substr(0, space), space == std::string::npos ? "" : line.substr(space + 1)});
    }
    // The first frames lay out the screen.
    for (int i = 0; i < 3; ++i) events_.push_back([] {});
}

void Script::beforeFrame() {
    if (events_.empty()) return;
    events_.front()();
    events_.pop_front();
}

void Script::answer(const std::string& text) {
    std::fputs((text + "\n").c_str(), stdout);
    std::fflush(stdout);
}

void Script::fail(const std::string& what, const std::string& expected) {
    failed_ = true;
    answer(json{{"ok", false}, {"command", what}, {"error", expected}}.dump());
}

void Script::afterFrame() {
    if (!events_.empty() || files_.busy()) return;
    if (!pending_.empty()) {
        answer(json{{"ok", true}, {"command", pending_}}.dump());
        pending_.clear();
    }
    if (until_ && !waited()) return;
    if (commands_.empty()) {
        window_.close();
        return;
    }
    const Command next = commands_.front();
    commands_.pop_front();
    begin(next);
}

bool Script::waited() {
    if (until_()) {
        answer(json{{"ok", true}, {"command", waitText_}}.dump());
    } else if (ImGui::GetTime() >= deadline_) {
        fail(waitText_, "it did not come true in time; the state is " + app_.stateJson());
    } else {
        return false;
    }
    until_ = nullptr;
    return true;
}

void Script::begin(const Command& command) {
    const auto& [name, rest] = command;
    if (name == "state") return answer(app_.stateJson());
    if (name == "widgets") return answer(app_.widgetsJson());
    if (name == "shaders") return answer(app_.shadersJson());
    if (name == "set") return set(rest);
    if (name == "screenshot") return screenshot(rest);
    if (name == "quit") return window_.close();
    if (name == "wait") return beginWait(rest);
    if (name == "sleep") return beginSleep(rest);
    if (name == "click" || name == "hover" || name == "wheel" || name == "doubleclick")
        return beginMouse(command);
    pending_ = name + " " + rest;
    if (name == "key") return beginKey(rest);
    if (name == "type")
        return events_.push_back(
            [text = rest] { ImGui::GetIO().AddInputCharactersUTF8(text.c_str()); });
    if (name == "drop") return drop(rest);
    if (name == "dragover") return app_.dragOver(rest != "off");
    pending_.clear();
    fail(name,
         "expected click, doubleclick, hover, wheel, key, type, set, wait, sleep, state, widgets, "
         "drop, screenshot, shaders or quit");
}

// Several files dropped together are joined by '|'.
void Script::drop(const std::string& paths) {
    std::istringstream parts(paths);
    for (std::string path; std::getline(parts, path, '|');) files_.add(path);
}

// A refused change fails the script, as every other command that could not be done.
void Script::set(const std::string& partial) {
    const std::string said = app_.set(partial);
    json answered = json::parse(said);
    failed_ |= !answered["ok"].get<bool>();
    answered["command"] = "set " + partial;
    answer(answered.dump(-1, ' ', false, json::error_handler_t::replace));
}

void Script::beginMouse(const Command& command) {
    std::string label = command.rest;
    float steps = 0;
    if (const auto space = label.rfind(' ');
        command.name == "wheel" && space != std::string::npos) {
        steps = std::strtof(label.c_str() + space, nullptr);
        label.erase(space);
    }
    const auto place = centerOf(app_, label);
    if (!place)
        return fail(command.name + " " + command.rest,
                    "no widget with this label is on the screen");
    pending_ = command.name + " " + command.rest;
    events_.push_back([place = *place] { moveTo(place); });
    if (command.name == "wheel")
        events_.push_back([steps] { ImGui::GetIO().AddMouseWheelEvent(0, steps); });
    const int clicks = command.name == "click" ? 1 : command.name == "doubleclick" ? 2 : 0;
    for (int i = 0; i < clicks; ++i) {
        events_.push_back([] { ImGui::GetIO().AddMouseButtonEvent(0, true); });
        events_.push_back([] { ImGui::GetIO().AddMouseButtonEvent(0, false); });
    }
    events_.push_back([] {});
    events_.push_back([] {});
}

// "Ctrl+A": what stands before the last plus is held down meanwhile.
void Script::beginKey(const std::string& names) {
    std::vector<ImGuiKey> keys;
    std::istringstream parts(names);
    for (std::string name; std::getline(parts, name, '+');) {
        const auto found = keyNamed(name);
        if (!found) {
            pending_.clear();
            return fail("key " + names, "expected a name like Space, S or Home, or Ctrl+A");
        }
        keys.push_back(*found);
    }
    if (keys.empty() || names.ends_with('+')) {
        pending_.clear();
        return fail("key " + names, "expected a name like Space, S or Home, or Ctrl+A");
    }
    const auto change = [this](ImGuiKey key, bool down) {
        events_.push_back([key, down] { ImGui::GetIO().AddKeyEvent(key, down); });
    };
    for (const ImGuiKey key : keys) change(key, true);
    for (const ImGuiKey key : keys | std::views::reverse) change(key, false);
    events_.push_back([] {});
}

void Script::beginWait(const std::string& rest) {
    std::istringstream words(rest);
    std::string field, op, value;
    words >> field >> op >> std::ws;
    std::getline(words, value);
    const double seconds = takeTimeout(value).value_or(kTimeout);
    waitText_ = "wait " + rest;
    deadline_ = ImGui::GetTime() + seconds;
    if (value.empty()) return fail(waitText_, "expected FIELD OP VALUE [TIMEOUT]");
    if (std::find(kOperators.begin(), kOperators.end(), op) == kOperators.end())
        return fail(waitText_, "expected one of ==, =, !=, contains, <, <=, >, >= after the field");
    if (!fieldOf(json::parse(app_.stateJson()), field))
        return fail(waitText_, "the state has no field '" + field + "'");
    if (op.find_first_of("<>") != std::string::npos && !numberIn(value))
        return fail(waitText_, "expected a number after " + op + ", and perhaps a timeout");
    until_ = [this, field, op, value] {
        return holds(fieldOf(json::parse(app_.stateJson()), field).value_or(nullptr), op,
                     parsedValue(value));
    };
}

void Script::beginSleep(const std::string& seconds) {
    const auto length = numberIn(seconds);
    if (!length) return fail("sleep " + seconds, "expected a number of seconds");
    waitText_ = "sleep " + seconds;
    deadline_ = 1e18;
    until_ = [end = ImGui::GetTime() + *length] { return ImGui::GetTime() >= end; };
}

void Script::screenshot(const std::string& file) {
    int width = 0, height = 0;
    const auto pixels = window_.pixels(width, height);
    if (!stbi_write_png(file.c_str(), width, height, 3, pixels.data(), width * 3))
        return fail("screenshot " + file, "a file that can be written");
    answer(
        json{{"ok", true}, {"command", "screenshot " + file}, {"width", width}, {"height", height}}
            .dump());
}

}  // namespace squash::app
