#include "ui/gl/heat_map.hpp"

#include <array>
#include <utility>

#include "ui/gl/fingerprint.hpp"

namespace squash::ui::gl {
namespace {

constexpr std::array<Attribute, 2> kAttributes{{{0, 2}, {1, 2}}};

struct Call {
    HeatMaps* maps;
    std::size_t batch;
    std::uint64_t print;  // for Damage
};

template <class T>
std::uint64_t printOf(std::uint64_t before, const std::vector<T>& values) {
    return fingerprint(before, values.data(), values.size() * sizeof(T));
}

std::uint64_t printOf(const HeatMapSpec& map, const float (&colors)[16]) {
    const float numbers[] = {static_cast<float>(map.columns), static_cast<float>(map.rows),
                             map.lowest, map.highest, map.diverging ? 1.0f : 0.0f};
    std::uint64_t print = printOf(printOf(0, map.values), map.places);
    print = fingerprint(print, numbers, sizeof numbers);
    return fingerprint(print, colors, sizeof colors);
}

void setColumn(float (&matrix)[16], int column, Color color) {
    matrix[column * 4] = static_cast<float>(color.r) / 255;
    matrix[column * 4 + 1] = static_cast<float>(color.g) / 255;
    matrix[column * 4 + 2] = static_cast<float>(color.b) / 255;
    matrix[column * 4 + 3] = 1;
}

void appendCorners(const HeatRows& place, int columns, std::vector<float>& into) {
    const auto across = static_cast<float>(columns), top = static_cast<float>(place.first),
               bottom = static_cast<float>(place.first + place.count);
    const float corners[] = {
        place.min.x, place.min.y, 0,      top,    place.max.x, place.min.y, across, top,
        place.max.x, place.max.y, across, bottom, place.min.x, place.max.y, 0,      bottom};
    into.insert(into.end(), std::begin(corners), std::end(corners));
}

}  // namespace

HeatColors heatColors(const HeatMapSpec& map, const Tokens& tokens) {
    if (map.lowIsBad) return {tokens.bad, tokens.series[0], tokens.series[1], tokens.raised};
    return {map.diverging ? tokens.series[1] : tokens.raised, tokens.raised, tokens.series[0],
            tokens.bad};
}

void HeatMaps::beginFrame() { batches_.clear(); }

void HeatMaps::draw(ImDrawList& list, HeatMapSpec map, const Tokens& tokens) {
    if (map.places.empty()) return;
    Batch batch{std::move(map), {}};
    const HeatColors colors = heatColors(batch.map, tokens);
    setColumn(batch.colors, 0, colors.low);
    setColumn(batch.colors, 1, colors.middle);
    setColumn(batch.colors, 2, colors.high);
    setColumn(batch.colors, 3, colors.missing);
    batches_.push_back(std::move(batch));
    const std::vector<HeatRows>& places = batches_.back().map.places;
    ImRect reach(places.front().min, places.front().max);
    for (const HeatRows& place : places) reach.Add(ImRect(place.min, place.max));
    const Call call{this, batches_.size() - 1,
                    printOf(batches_.back().map, batches_.back().colors)};
    const auto render = [](const ImDrawList*, const ImDrawCmd* command) {
        const Call& wanted = *static_cast<const Call*>(command->UserCallbackData);
        wanted.maps->render(*command, wanted.batch);
    };
    addCallback(list, reach, render, call);
}

void HeatMaps::upload(const HeatMapSpec& map, Texture& texture) {
    const auto& [name, columns, rows] = texture;
    bindTexture(name);
    if (name != 0 && columns == map.columns && rows == map.rows)
        return updateTexture(name, {0, 0, columns, rows}, TextureFormat::float32(),
                             map.values.data());
    deleteTexture(name);
    texture = {makeTexture(map.columns, map.rows, TextureFormat::float32(), map.values.data()),
               map.columns, map.rows};
}

void HeatMaps::render(const ImDrawCmd& command, std::size_t index) {
    if (!program_.prepare().empty()) return;
    const Batch& batch = batches_[index];
    const HeatMapSpec& map = batch.map;
    if (textures_.size() <= index) textures_.resize(index + 1);
    upload(map, textures_[index]);
    std::vector<float> vertices;
    for (const HeatRows& place : map.places) appendCorners(place, map.columns, vertices);
    program_.begin(command, kAttributes, vertices);
    float clip[4];
    clipTransform(clip);
    program_.matrix("frame", {clip[0], clip[1], clip[2], clip[3], map.lowest, map.highest,
                              map.diverging ? 1.0f : 0.0f, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    program_.matrix("colors", batch.colors);
    program_.drawRectangles(map.places.size());
    Program::end();
}

void HeatMaps::contextRestored() {
    program_.forget();
    textures_.clear();
}

const std::string& HeatMaps::problem() { return program_.prepare(); }

}  // namespace squash::ui::gl
