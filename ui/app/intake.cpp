#include "ui/app/intake.hpp"

#include <new>
#include <utility>

#include "squash/core/error.hpp"
#include "squash/data/shapes.hpp"
#include "ui/app/shared_link.hpp"
#include "ui/widgets/format.hpp"

namespace squash::ui {
namespace {

constexpr std::size_t kMostJson = 1 << 20;  // bytes; an experiment has some hundred

}  // namespace

template <class Work>
bool Intake::guarded(const std::string& name, Work work, About about) {
    try {
        work();
        return true;
    } catch (const Error& error) {
        messages_.say(error.what(), true, about);
    } catch (const std::bad_alloc&) {
        messages_.say(name + ": too large for the memory there is", true, about);
    }
    return false;
}

bool Intake::begin(const std::string& name, std::size_t bytes) {
    name_ = name;
    json_.reset();
    if (name.ends_with(".json")) return beginJson(bytes);
    const bool good = guarded(name_, [&] {
        if (reader_ && std::exchange(joining_, false))
            reader_->next(name, bytes);
        else
            reader_ = std::make_unique<Cifar10Reader>(name, bytes);
    });
    if (!good) reader_.reset();
    return good;
}

void Intake::requireShort(std::size_t bytes) const {
    if (bytes > kMostJson)
        throw Error("cannot read the experiment", name_,
                    "at most 1 MB, found " + grouped(bytes) + " bytes");
}

bool Intake::beginJson(std::size_t bytes) {
    joining_ = false;
    return guarded(name_, [&] {
        requireShort(bytes);
        json_.emplace();
    });
}

bool Intake::pushJson(std::span<const std::uint8_t> piece) {
    const bool good = guarded(name_, [&] {
        requireShort(json_->size() + piece.size());  // it may have grown meanwhile
        json_->append(piece.begin(), piece.end());
    });
    if (!good) json_.reset();
    return good;
}

bool Intake::push(std::span<const std::uint8_t> piece) {
    if (json_) return pushJson(piece);
    if (!reader_) return false;
    const bool good = guarded(name_, [&] { reader_->push(piece); });
    if (!good) reader_.reset();
    return good;
}

bool Intake::finish(bool more) {
    if (json_) return openExperiment(driver_, messages_, {*std::exchange(json_, {}), name_});
    if (!reader_) return false;
    joining_ = more;
    if (more) return true;
    const bool done = guarded(name_, [&] {
        const auto data = std::make_shared<const Dataset>(reader_->finish(*driver_.data()));
        driver_.useData(data);
        const bool named = data->name.find(name_) != std::string::npos;
        messages_.say("Read " + data->name + (named ? ": " : " from " + name_ + ": ") +
                          grouped(data->train.size()) + " + " + grouped(data->validation.size()) +
                          " images",
                      false, About::News);
    });
    reader_.reset();
    return done;
}

void Intake::abandon(const std::string& why) {
    reader_.reset();
    json_.reset();
    joining_ = false;
    messages_.say(why, true, About::Event);
}

bool Intake::addPart(std::span<const std::uint8_t> bytes, std::size_t part, std::size_t parts) {
    const std::string name = "part " + std::to_string(part) + " of " + std::to_string(parts);
    // Nothing is lacking where a person's own file is used.
    const About about = driver_.data() == shown_ ? About::Lack : About::Event;
    const auto add = [&] {
        // Into a copy: a damaged part leaves nothing of itself, not even an empty set.
        auto grown = growing_ ? std::make_shared<Dataset>(*growing_)
                     : begun_ ? std::make_shared<Dataset>(*shown_)
                              : std::make_shared<Dataset>();
        grown->name = "CIFAR-10 subset";
        grown->classNames = cifar10ClassNames();
        appendPackedPart(bytes, name, *grown);
        growing_ = std::move(grown);
    };
    const bool good = guarded(name, add, about);
    if (!good) damage_ = messages_.text;
    if (part == parts) endParts();  // in a hidden tab there may be no next frame
    return good;
}

// Says once more what was wrong, now that it is known what is used instead.
void Intake::endParts() {
    noParts();
    if (damage_.empty() || driver_.data() != shown_) return;
    messages_.say(
        damage_ + (begun_ ? "; the other parts are used" : "; generated images are used instead"),
        true, About::Lack);
}

// Twice at most, from the same weights each time: with the first parts, so that there is something to
// see, and with all of them, so that an experiment's curve does not depend on how fast they came.
void Intake::publish() {
    if (!growing_ || (begun_ && !complete_)) return;
    const auto grown = std::exchange(growing_, nullptr);
    // A person who dropped a file meanwhile keeps it.
    if (driver_.data() != shown_) return;
    const Snapshot& run = driver_.snapshot();
    if (begun_ && (!run.history.epochs().empty() || (run.step > 0 && !driver_.playing())))
        messages_.say("Started again with all images that came: " + grouped(grown->train.size()) +
                          " + " + grouped(grown->validation.size()),
                      false, About::News);
    shown_ = grown;
    begun_ = true;
    driver_.useData(grown);
}

void Intake::noParts() {
    complete_ = true;
    publish();
    if (begun_ || driver_.data() != shown_) return;
    shown_ = std::make_shared<const Dataset>(generateShapes({}));
    driver_.useData(shown_);
}

DataProgress Intake::progress() const {
    if (reader_) return {reader_->progress(), name_};
    return {subsetShare_, "images"};
}

}  // namespace squash::ui
