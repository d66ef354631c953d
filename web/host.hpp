// The running page: one drawing context, one Dear ImGui context, one App. main.cpp owns it;
// the exported functions in calls.cpp and input.cpp reach it through here.
#pragma once
#include <memory>
#include <string>

#include "page_platform.hpp"
#include "ui/app/app.hpp"
#include "ui/gl/damage.hpp"

namespace squash::web {

// What the page needs to know after a frame; web/page/program.js reads it as nine floats.
struct FrameReport {
    float cursor = 0;                               // ImGuiMouseCursor
    float wantText = 0;                             // 1 while a text field is edited
    float caretX = 0, caretY = 0, lineHeight = 16;  // CSS pixels
    float light = 0;                                // 1 in the light theme
    float secondsToNext = 0;
    float navActive = 0;
    float drawn = 0;  // 0: nothing had changed
};
static_assert(sizeof(FrameReport) == 9 * sizeof(float));

struct Host {
    explicit Host(PageFacts facts) : platform(std::move(facts)) {}

    PagePlatform platform;
    std::unique_ptr<ui::App> app;
    FrameReport report;
    ui::gl::Damage damage;
    std::string copied;  // what Dear ImGui copied last
    std::string paste;   // what the browser's paste event brought
    std::string answer;  // JSON text that JavaScript is about to read
    double lastFrameMs = 0;
};

// Null until web_start.
Host* host();

}  // namespace squash::web
