#include "ui/app/intake.hpp"

#include <new>

#include "squash/core/error.hpp"
#include "ui/widgets/format.hpp"

namespace squash::ui {

template <class Work>
bool Intake::guarded(Work work) {
    try {
        work();
        return true;
    } catch (const Error& error) {
        messages_.say(error.what(), true);
    } catch (const std::bad_alloc&) {
        messages_.say(name_ + ": too large for the memory there is", true);
    }
    reader_.reset();
    return false;
}

bool Intake::begin(const std::string& name, std::size_t bytes) {
    name_ = name;
    return guarded([&] { reader_ = std::make_unique<Cifar10Reader>(name, bytes); });
}

bool Intake::push(std::span<const std::uint8_t> piece) {
    return reader_ && guarded([&] { reader_->push(piece); });
}

bool Intake::finish() {
    if (!reader_) return false;
    const bool done = guarded([&] {
        const auto data = std::make_shared<const Dataset>(reader_->finish(*driver_.data()));
        driver_.useData(data, true);
        messages_.say("Training on " + data->name + " from " + name_ + ": " +
                          grouped(data->train.size()) + " + " + grouped(data->validation.size()) +
                          " images",
                      false);
    });
    reader_.reset();
    return done;
}

// Training starts with the first part; the later ones are taken up at the next epoch.
void Intake::addPart(std::span<const std::uint8_t> bytes, std::size_t part, std::size_t parts) {
    name_ = "part " + std::to_string(part) + " of " + std::to_string(parts);
    guarded([&] {
        auto grown = part == 1 || !subset_ ? std::make_shared<Dataset>()
                                           : std::make_shared<Dataset>(*subset_);
        appendPackedPart(bytes, name_, *grown);
        const bool first = !subset_ || driver_.data() != subset_;
        // A person who dropped a file meanwhile keeps it.
        if (subset_ && first) return;
        subset_ = std::move(grown);
        driver_.useData(subset_, first);
    });
}

DataProgress Intake::progress() const {
    if (reader_) return {reader_->progress(), name_};
    return {subsetShare_, "images"};
}

}  // namespace squash::ui
