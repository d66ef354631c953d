// Files that come in pieces: dropped or chosen ones (data, or an experiment's .json), and the parts of the page's
// packed subset. A broken one is refused with the reason, and the data in use stays.
#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "squash/data/cifar10.hpp"
#include "ui/app/driver.hpp"
#include "ui/app/messages.hpp"
#include "ui/panels/data.hpp"

namespace squash::ui {

class Intake {
public:
    Intake(Driver& driver, Messages& messages)
        : driver_(driver), messages_(messages), shown_(driver.data()) {}

    bool begin(const std::string& name, std::size_t bytes);
    bool push(std::span<const std::uint8_t> piece);
    // more: begin() goes on with a file that was dropped together with this one.
    bool finish(bool more = false);
    // The host cannot read on: this file is given up, and those that were to be one set with it.
    void abandon(const std::string& why);
    // Training begins with the first parts and once more, from the same weights, with all of them; a
    // damaged one is left out, false then.
    bool addPart(std::span<const std::uint8_t> bytes, std::size_t part, std::size_t parts);
    void publish();  // once a frame
    // No more will come: without any the whole generated set takes the placeholder's place.
    void noParts();
    void setProgress(double share) { subsetShare_ = share; }
    DataProgress progress() const;

private:
    template <class Work>
    bool guarded(const std::string& name, Work work,
                 About about = About::Event);  // an error becomes a message
    void requireShort(std::size_t bytes) const;
    bool beginJson(std::size_t bytes);
    bool pushJson(std::span<const std::uint8_t> piece);
    void endParts();

    Driver& driver_;
    Messages& messages_;
    std::unique_ptr<Cifar10Reader> reader_;
    std::optional<std::string> json_;   // of an experiment's file being read
    std::string name_;                  // of the file being read
    bool joining_ = false;              // the next one belongs to it
    std::shared_ptr<Dataset> growing_;  // parts that are not in use yet, with all before them
    DatasetPtr shown_;                  // what publish() replaces: the placeholder, then the subset
    bool begun_ = false;                // training runs on the subset
    bool complete_ = false;             // no more parts will come
    std::string damage_;                // what was wrong with the last part that was left out
    double subsetShare_ = 2;
};

}  // namespace squash::ui
