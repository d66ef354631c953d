// The part of the driver that is about what is looked at beside training.
#include "ui/app/driver.hpp"

namespace squash::ui {

// Asked for in every frame, posted when it is something else.
template <class T>
void Driver::want(T Controls::* wish, const T& value) {
    if (session_.posted().*wish == value) return;
    Controls controls = current();
    controls.*wish = value;
    post(std::move(controls));
}

void Driver::profile(bool on) { want(&Controls::profile, on); }

void Driver::measure() {
    if (!measuring()) want(&Controls::measureRequest, session_.posted().measureRequest + 1);
}

bool Driver::measuring() const {
    return session_.posted().measureRequest > latest_->measured.request;
}

void Driver::watchValues(const std::optional<ValuesWanted>& wanted) {
    want(&Controls::values, wanted);
}

void Driver::diagnose(bool on) { want(&Controls::diagnose, on); }

void Driver::watchHistograms(const std::optional<std::size_t>& layer) {
    want(&Controls::histogramLayer, layer);
}

void Driver::wantSpread(bool on) { want(&Controls::spread, on); }

void Driver::inspect(const std::optional<UnitChoice>& unit) { want(&Controls::unit, unit); }

void Driver::showImages(const std::vector<std::uint32_t>& images) {
    want(&Controls::gallery, images);
}

void Driver::restoreGood() {
    want(&Controls::restoreRequest, session_.posted().restoreRequest + 1);
}

}  // namespace squash::ui
