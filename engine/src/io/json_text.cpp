#include "squash/io/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "squash/core/error.hpp"

namespace squash {
namespace {
constexpr int kDeepest = 16;

std::string placeOf(std::string_view text, std::size_t byte) {
    const auto before = text.substr(0, std::min(byte > 0 ? byte - 1 : 0, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto newline = before.rfind('\n');
    return fmt::format("line {}, column {}", line,
                       before.size() - (newline == std::string_view::npos ? 0 : newline + 1) + 1);
}
}  // namespace

std::string shownJson(const nlohmann::json& value) {
    using nlohmann::json;
    auto text = value.dump(-1, ' ', true, json::error_handler_t::replace);
    return text.size() > 60 ? text.substr(0, 60) + "..." : text;
}

void requireShallowJson(std::string_view text, const std::string& subject,
                        const std::string& where) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '\\') {
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == '[' || c == '{') && ++depth > kDeepest) {
            throw Error(subject, where.empty() ? "JSON" : where,
                        fmt::format("lists and objects nested at most {} deep", kDeepest));
        } else if (!quoted && (c == ']' || c == '}')) {
            --depth;
        }
    }
}

nlohmann::json parseJsonObject(std::string_view text, const std::string& subject,
                               const std::string& where) {
    const std::string prefix = where.empty() ? "" : where + ", ";
    requireShallowJson(text, subject, where);
    try {
        auto json = nlohmann::json::parse(text);
        if (!json.is_object())
            throw Error(subject, prefix + "line 1, column 1",
                        fmt::format("a JSON object, found {}", shownJson(json)));
        return json;
    } catch (const nlohmann::json::parse_error& fault) {
        throw Error(
            subject, prefix + placeOf(text, fault.byte),
            "JSON (an object in braces, texts in double quotes, no comma before a closing brace)");
    } catch (const nlohmann::json::exception& fault) {
        throw Error(subject, where, fmt::format("numbers that fit in 64 bits ({})", fault.what()));
    }
}

}  // namespace squash
