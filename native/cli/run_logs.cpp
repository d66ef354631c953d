#include "run_logs.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "output.hpp"
#include "squash/core/error.hpp"
#include "squash/io/links.hpp"

namespace squash::cli {
namespace {

[[noreturn]] void cannotWrite(const std::string& path) {
    throw Error(std::string("cannot write the log, ") + std::strerror(errno), path,
                "a file's name in a folder that exists, and room there");
}

std::string historyBegin(const History& before) {
    std::string text = "epoch,loss,accuracy,val_loss,val_accuracy,seconds\n";
    for (const EpochRecord& record : before.epochs()) text += historyRow(record) + "\n";
    return text;
}

// The leading lines that are whole and belong to steps 1 .. lastStep.
std::string stepsUpTo(const std::string& path, std::uint64_t lastStep) {
    std::string kept, line;
    std::ifstream file(path, std::ios::binary);
    while (lastStep > 0 && std::getline(file, line)) {
        const Json entry = Json::parse(line, nullptr, false);
        if (!entry.is_object() || !entry.contains("step")) break;
        if (!entry["step"].is_number_unsigned() || entry["step"].get<std::uint64_t>() > lastStep)
            break;
        kept += line + "\n";
    }
    return kept;
}

// A pipe or /dev/stderr cannot be replaced, and has nothing to keep.
bool isReplaceable(const std::string& path) {
    std::error_code ignored;
    const auto status = std::filesystem::status(path, ignored);
    return !std::filesystem::exists(status) || std::filesystem::is_regular_file(status);
}

bool writeWhole(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    file.flush();
    return file.good();
}

void replaceFile(const std::string& path, const std::string& text) {
    const std::string target = followLinks(path);
    const std::string part = target + ".part";
    if (writeWhole(part, text) && std::rename(part.c_str(), target.c_str()) == 0) return;
    const int fault = errno;
    std::remove(part.c_str());
    errno = fault;
    cannotWrite(path);
}

}  // namespace

std::string historyRow(const EpochRecord& record) {
    return fmt::format("{},{},{},{},{},{:.3f}", record.epoch, unsignedNan(record.loss),
                       record.accuracy, unsignedNan(record.validationLoss),
                       record.validationAccuracy, record.seconds);
}

LineFile::LineFile(std::string path, const std::string& begin)
    : path_(std::move(path)), file_(nullptr, &std::fclose) {
    const bool replaceable = isReplaceable(path_);
    if (replaceable) replaceFile(path_, begin);
    file_.reset(std::fopen(path_.c_str(), "ab"));
    if (!file_) cannotWrite(path_);
    if (!replaceable && !begin.empty()) write(begin.substr(0, begin.size() - 1));
}

void LineFile::write(const std::string& line) {
    const std::string whole = line + "\n";
    const bool taken = std::fwrite(whole.data(), 1, whole.size(), file_.get()) == whole.size();
    if (!taken || std::fflush(file_.get()) != 0) cannotWrite(path_);
}

HistoryLog::HistoryLog(const std::string& path, const History& before)
    : file_(path, historyBegin(before)) {}

void HistoryLog::write(const EpochRecord& record) { file_.write(historyRow(record)); }

StepLog::StepLog(const std::string& path, std::uint64_t lastStep)
    : file_(path, stepsUpTo(path, lastStep)) {}

void StepLog::write(const StepPoint& point, const std::vector<double>& gradientNorms) {
    const Json entry{{"step", point.step},
                     {"loss", shortest(point.loss)},
                     {"accuracy", shortest(point.accuracy)},
                     {"gradient_norm", gradientNorms}};
    file_.write(entry.dump());
}

}  // namespace squash::cli
