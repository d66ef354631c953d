// The two records of a run, written line by line as it goes: epochs as CSV, steps as JSON lines.
// Each line is handed to the system at once, so a kill loses nothing that was logged.
#pragma once
#include <cstdio>
#include <memory>
#include <string>

#include "squash/training/history.hpp"
#include "squash/training/trainer.hpp"

namespace squash::cli {

class LineFile {
public:
    // An existing file is replaced by `begin` in one move, what a link names instead of the link.
    // Throws Error when it cannot be written.
    LineFile(std::string path, const std::string& begin);
    void write(const std::string& line);  // adds the line's end; throws Error

private:
    std::string path_;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

// A row of the history: epoch,loss,accuracy,val_loss,val_accuracy,seconds.
std::string historyRow(const EpochRecord& record);

// epoch,loss,accuracy,val_loss,val_accuracy,seconds. A run that goes on begins with the rows of
// the checkpoint's own history, so the file always tells the whole run, without gaps or doubles.
class HistoryLog {
public:
    HistoryLog(const std::string& path, const History& before);
    void write(const EpochRecord& record);

private:
    LineFile file_;
};

// One JSON object a step. A run that goes on keeps the file's lines up to `lastStep` and drops
// what an earlier, killed run logged after its last checkpoint.
class StepLog {
public:
    StepLog(const std::string& path, std::uint64_t lastStep);
    void write(const StepPoint& point, const std::vector<double>& gradientNorms);

private:
    LineFile file_;
};

}  // namespace squash::cli
