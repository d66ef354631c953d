// Dropped and chosen files, read a piece a frame so that the window stays alive.
#pragma once
#include <deque>
#include <fstream>
#include <string>
#include <vector>

#include "ui/app/app.hpp"

namespace squash::app {

class FileQueue {
public:
    explicit FileQueue(ui::App& app) : app_(app) {}
    void add(const std::string& path) { waiting_.push_back(path); }
    bool busy() const { return open_ || !waiting_.empty(); }
    void work();  // some milliseconds of reading

private:
    void openNext();
    void readPiece();
    void abandon(const std::string& expected);
    bool moreTogether() const;  // the next file waiting is of one set with this one
    void giveUpTogether();

    ui::App& app_;
    std::deque<std::string> waiting_;
    std::ifstream file_;
    std::string name_;                  // of the file being read
    bool open_ = false, part_ = false;  // part_: one of CIFAR-10's six .bin files
};

}  // namespace squash::app
