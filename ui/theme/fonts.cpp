#include "ui/theme/fonts.hpp"

#include <cfloat>
#include <cmath>
#include <cstring>

#include "assets/assets.hpp"

namespace squash::ui {
namespace {

// Dear ImGui scales a font so that ascender - descender is the size asked for; CSS scales the em.
// These are (ascender - descender) / em of the two families.
constexpr float kInterHeight = 1.21f, kMonoHeight = 1.32f;

ImFont* addFont(const char* asset) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    const auto bytes = assets::find(asset);
    if (bytes.empty()) return atlas.AddFontDefault();
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    std::strncpy(config.Name, asset, sizeof config.Name - 1);
    void* data = const_cast<std::byte*>(bytes.data());
    return atlas.AddFontFromMemoryTTF(data, static_cast<int>(bytes.size()), 0.0f, &config);
}

// A font is drawn in whole sizes, and blurred where it is asked for another.
float whole(float size) { return std::round(size); }

}  // namespace

void Fonts::load() {
    regular_ = addFont("fonts/inter-regular");
    semibold_ = addFont("fonts/inter-semibold");
    mono_ = addFont("fonts/jetbrains-mono-regular");
    ImGui::GetIO().FontDefault = regular_;
    ImGui::GetStyle().FontSizeBase = 14 * kInterHeight;
}

void Fonts::setPixelRatio(float ratio) const {
    for (ImFont* font : {regular_, semibold_, mono_}) font->CurrentRasterizerDensity = ratio;
}

FontFace Fonts::face(Font font) const {
    switch (font) {
        case Font::Text:
            return {regular_, whole(14 * kInterHeight)};
        case Font::Small:
            return {regular_, whole(12 * kInterHeight)};
        case Font::Tiny:
            return {regular_, whole(11 * kInterHeight)};
        case Font::Title:
            return {semibold_, whole(13 * kInterHeight)};
        case Font::Brand:
            return {semibold_, whole(16 * kInterHeight)};
        case Font::Number:
            return {mono_, whole(13 * kMonoHeight)};
        case Font::NumberSmall:
            return {mono_, whole(12 * kMonoHeight)};
        case Font::NumberTiny:
            return {mono_, whole(11 * kMonoHeight)};
    }
    return {regular_, whole(14 * kInterHeight)};
}

float Fonts::width(Font font, const char* begin, const char* end) const {
    const FontFace f = face(font);
    return f.font->CalcTextSizeA(f.size, FLT_MAX, 0.0f, begin, end).x;
}

void Fonts::push(Font font) const {
    const FontFace f = face(font);
    ImGui::PushFont(f.font, f.size);
}

}  // namespace squash::ui
