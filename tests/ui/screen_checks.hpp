// What holds for every picture of the screen: each text within its box, whole and readable, none over
// another; each control with a name of its own and room of its own.
#pragma once
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "headless.hpp"

namespace squash::ui::test {
using nlohmann::json;

inline constexpr float kTouch = 0.5f;

inline std::string textOf(const ImRect& r) {
    const auto number = [](float v) { return std::to_string(std::lround(v)); };
    return number(r.Min.x) + "," + number(r.Min.y) + " to " + number(r.Max.x) + "," +
           number(r.Max.y);
}

inline ImRect part(const ImRect& a, const ImRect& b) {
    ImRect both = a;
    both.ClipWithFull(b);
    return both;
}

inline bool overlap(const ImRect& a, const ImRect& b) {
    return std::min(a.Max.x, b.Max.x) - std::max(a.Min.x, b.Min.x) > kTouch &&
           std::min(a.Max.y, b.Max.y) - std::max(a.Min.y, b.Min.y) > kTouch;
}

// Letters fill the middle of their line: above are accents, below the ends of g and p.
inline ImRect letters(const TextPiece& piece) {
    const float leading = piece.rect.GetHeight() * 0.15f;
    ImRect box = piece.rect;
    box.Min.y += leading;
    box.Max.y -= leading;
    return box;
}

inline void checkPlaces(const std::vector<TextPiece>& texts) {
    for (const TextPiece& piece : texts) {
        INFO("'" << piece.text << "' at " << textOf(piece.rect) << " in " << textOf(piece.container)
                 << ", seen " << textOf(piece.clip));
        CHECK_FALSE(piece.text.empty());
        const ImRect box = letters(piece);
        CHECK(box.Min.x >= piece.container.Min.x - kTouch);
        CHECK(box.Max.x <= piece.container.Max.x + kTouch);
        CHECK(box.Min.y >= piece.container.Min.y - kTouch);
        CHECK(box.Max.y <= piece.container.Max.y + kTouch);
        CHECK(box.Min.x >= piece.clip.Min.x - kTouch);
        CHECK(box.Max.x <= piece.clip.Max.x + kTouch);
        if (piece.scrolls) continue;  // may be half out of sight
        CHECK(box.Min.y >= piece.clip.Min.y - kTouch);
        CHECK(box.Max.y <= piece.clip.Max.y + kTouch);
    }
}

inline void checkApart(const std::vector<TextPiece>& texts) {
    for (std::size_t i = 0; i < texts.size(); ++i)
        for (std::size_t j = i + 1; j < texts.size(); ++j) {
            if (texts[i].layer != texts[j].layer) continue;
            const ImRect a = part(letters(texts[i]), texts[i].clip),
                         b = part(letters(texts[j]), texts[j].clip);
            INFO("'" << texts[i].text << "' at " << textOf(a) << " and '" << texts[j].text
                     << "' at " << textOf(b));
            CHECK_FALSE(overlap(a, b));
        }
}

inline void checkReadable(const std::vector<TextPiece>& texts, bool light) {
    const Tokens& t = light ? lightTokens() : darkTokens();
    for (const TextPiece& piece : texts) {
        INFO("'" << piece.text << "'");
        if (piece.color == t.onAccent && !light) {
            CHECK(contrast(piece.color, t.accent) >= 4.5);
            continue;
        }
        if (piece.color == t.onAccent) continue;  // white: on the accent, checked with the tokens
        CHECK(contrast(piece.color, t.panel) >= 4.5);
        CHECK(contrast(piece.color, t.raised) >= 4.5);
    }
}

// Nothing is shortened but what may be long: the experiment's name, formulas, messages, files.
inline void checkWhole(const std::vector<TextPiece>& texts,
                       const std::vector<std::string>& mayBeCut) {
    for (const TextPiece& piece : texts) {
        if (!piece.text.ends_with("...") || piece.text == "Open file...") continue;
        const std::string kept = piece.text.substr(0, piece.text.size() - 3);
        INFO("'" << piece.text << "' in " << textOf(piece.container));
        CHECK(std::any_of(mayBeCut.begin(), mayBeCut.end(), [&](const std::string& whole) {
            return whole.find(kept) != std::string::npos;  // may be its second line
        }));
    }
}

inline void checkControls(const json& widgets) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < widgets.size(); ++i) {
        if (widgets[i]["kind"] == "text") continue;
        INFO(widgets[i].dump());
        CHECK(names.insert(widgets[i]["label"].get<std::string>()).second);
        const auto box = [](const json& w) {
            const ImVec2 at(w["x"].get<float>(), w["y"].get<float>());
            return ImRect(at, at + ImVec2(w["width"].get<float>(), w["height"].get<float>()));
        };
        for (std::size_t j = i + 1; j < widgets.size(); ++j) {
            // The plot's own Fit button lies on it.
            if (widgets[j]["kind"] == "text" || widgets[j]["label"] == "Fit") continue;
            INFO(widgets[j].dump());
            CHECK_FALSE(overlap(box(widgets[i]), box(widgets[j])));
        }
    }
}

}  // namespace squash::ui::test
