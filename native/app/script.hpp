// Drives the window from a file of commands, one a line, through the same events a person's mouse
// and keyboard make. Each command is answered with one JSON line on stdout.
//
//   click LABEL   doubleclick LABEL   hover LABEL   wheel LABEL STEPS   key NAME   type TEXT
//   set JSON   wait FIELD OP VALUE [TIMEOUT]   sleep SECONDS   state   widgets   drop FILE
//   screenshot FILE.png   shaders   quit
#pragma once
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "files.hpp"
#include "ui/app/app.hpp"
#include "window.hpp"

namespace squash::app {

class Script {
public:
    Script(const std::string& path, ui::App& app, Window& window, FileQueue& files);
    void beforeFrame();  // adds the events of this frame
    void afterFrame();   // answers and goes on
    bool failed() const { return failed_; }

private:
    struct Command {
        std::string name, rest;
    };
    using Event = std::function<void()>;

    void begin(const Command& command);
    void beginMouse(const Command& command);
    void drop(const std::string& paths);
    void set(const std::string& partial);
    void beginKey(const std::string& names);
    void beginWait(const std::string& rest);
    void beginSleep(const std::string& seconds);
    bool waited();
    void answer(const std::string& json);
    void fail(const std::string& what, const std::string& expected);
    void screenshot(const std::string& file);

    ui::App& app_;
    Window& window_;
    FileQueue& files_;
    std::deque<Command> commands_;
    std::deque<Event> events_;     // one a frame
    std::string pending_;          // the command whose events are not over
    std::function<bool()> until_;  // a wait goes on while this is false
    double deadline_ = 0;
    std::string waitText_;
    bool failed_ = false;
};

}  // namespace squash::app
