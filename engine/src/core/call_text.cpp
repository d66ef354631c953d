#include "core/call_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <utility>

#include "squash/core/error.hpp"

namespace squash {

namespace {

TextPiece trimmed(TextPiece piece) {
    while (!piece.text.empty() && (piece.text.front() == ' ' || piece.text.front() == '\t')) {
        piece.text.remove_prefix(1);
        ++piece.column;
    }
    while (!piece.text.empty() && (piece.text.back() == ' ' || piece.text.back() == '\t'))
        piece.text.remove_suffix(1);
    return piece;
}

TextPiece part(const TextPiece& piece, std::size_t begin, std::size_t end) {
    return trimmed({piece.text.substr(begin, end - begin), piece.column + begin});
}

bool isWord(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    });
}

CallArgument readArgument(const CallText& call, const TextPiece& piece) {
    const auto equals = piece.text.find('=');
    if (equals == std::string_view::npos)
        failAt(call, piece.column,
               fmt::format("expected parameter=value, found '{}'", shownText(piece.text)));
    CallArgument argument{part(piece, 0, equals), part(piece, equals + 1, piece.text.size())};
    if (!isWord(argument.name.text))
        failAt(call, piece.column, "expected a parameter's name before '='");
    if (argument.value.text.empty())
        failAt(call, argument.value.column, "expected a value after '='");
    return argument;
}

// Letters changed, missing, added, or exchanged with their neighbour.
std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1), above(row), twoAbove(row);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        twoAbove = std::exchange(above, row);
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = above[j] + (a[i] == b[j] ? 0 : 1);
            row[j + 1] = std::min({replaced, above[j + 1] + 1, row[j] + 1});
            const bool exchanged = i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j];
            if (exchanged) row[j + 1] = std::min(row[j + 1], twoAbove[j - 1] + 1);
        }
    }
    return row.back();
}

}  // namespace

std::string shownText(std::string_view text) {
    std::string result(text.substr(0, 60));
    for (char& c : result)
        if (static_cast<unsigned char>(c) < 32 || c == 127) c = '?';
    return text.size() > 60 ? result + "..." : result;
}

std::optional<std::string_view> nearestName(std::string_view name,
                                            std::span<const std::string_view> names) {
    if (names.empty() || name.size() > 40) return std::nullopt;
    const auto distance = [&](std::string_view other) { return editDistance(name, other); };
    // Of equally near ones that with the same first letter, which is seldom wrong: rlu is relu
    // rather than elu; then that of the same length: tahn is tanh rather than tan.
    const auto rank = [&](std::string_view other) {
        return 4 * distance(other) + (other.substr(0, 1) == name.substr(0, 1) ? 0 : 2) +
               (other.size() == name.size() ? 0 : 1);
    };
    const auto nearest = *std::min_element(names.begin(), names.end(),
                                           [&](auto a, auto b) { return rank(a) < rank(b); });
    // Of three letters any would be near with two of them changed.
    const std::size_t slips = nearest.size() < 4 ? 1 : std::max<std::size_t>(2, nearest.size() / 3);
    if (distance(nearest) > slips) return std::nullopt;
    return nearest;
}

std::string suggestName(std::string_view name, std::span<const std::string_view> names) {
    if (names.empty()) return "there is none";
    if (const auto near = nearestName(name, names)) return fmt::format("did you mean '{}'?", *near);
    return fmt::format("there are {}", fmt::join(names, ", "));
}

std::vector<TextPiece> piecesBetweenPlus(std::string_view text) {
    std::vector<TextPiece> found;
    std::size_t begin = 0, depth = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const char c = i < text.size() ? text[i] : '+';
        if (i < text.size() && c == '(') ++depth;
        if (i < text.size() && c == ')' && depth > 0) --depth;
        if (i < text.size() && (c != '+' || depth > 0))
            continue;  // '1e+2' in parentheses is a number
        found.push_back({text.substr(begin, i - begin), begin + 1});
        begin = i + 1;
    }
    return found;
}

void failAt(const CallText& call, std::size_t column, const std::string& expected) {
    throw Error(call.subject, fmt::format("'{}', column {}", shownText(call.whole), column),
                expected);
}

void readArguments(CallText& call, const TextPiece& inside) {
    if (trimmed(inside).text.empty()) return;
    std::size_t begin = 0;
    while (begin <= inside.text.size()) {
        const std::size_t end = std::min(inside.text.find(',', begin), inside.text.size());
        auto argument = readArgument(call, part(inside, begin, end));
        for (const auto& other : call.arguments)
            if (other.name.text == argument.name.text)
                failAt(call, argument.name.column,
                       fmt::format("'{}' is given twice", argument.name.text));
        call.arguments.push_back(argument);
        begin = end + 1;
    }
}

// Of the parenthesis that closes the one at `open`; npos where there is none.
std::size_t closing(std::string_view text, std::size_t open) {
    int depth = 0;
    for (std::size_t at = open; at < text.size(); ++at) {
        depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
        if (depth == 0) return at;
    }
    return std::string_view::npos;
}

CallText readCall(std::string subject, std::string_view whole, TextPiece piece) {
    CallText call{std::move(subject), whole, {}, {}};
    piece = trimmed(piece);
    const std::size_t open = std::min(piece.text.find('('), piece.text.size());
    call.name = part(piece, 0, open);
    if (call.name.text.empty()) failAt(call, piece.column, "expected a name");
    if (!isWord(call.name.text))
        failAt(call, call.name.column,
               fmt::format("expected a name, found '{}'", shownText(call.name.text)));
    if (open == piece.text.size()) return call;
    const std::size_t close = closing(piece.text, open);
    if (close == std::string_view::npos)
        failAt(call, piece.column + piece.text.size(),
               fmt::format("expected ')' for the '(' in column {}", piece.column + open));
    if (close + 1 != piece.text.size())
        failAt(call, piece.column + close + 1, "expected nothing after ')'");
    readArguments(call, {piece.text.substr(open + 1, close - open - 1), piece.column + open + 1});
    return call;
}

std::optional<WrappedText> readWrapped(std::string subject, std::string_view whole, TextPiece piece,
                                       std::string_view name) {
    piece = trimmed(piece);
    const std::size_t open = std::min(piece.text.find('('), piece.text.size());
    if (part(piece, 0, open).text != name) return std::nullopt;
    WrappedText wrapped{{std::move(subject), whole, part(piece, 0, open), {}}, {}};
    if (open == piece.text.size())
        failAt(wrapped.call, piece.column + open,
               fmt::format("expected '(' after '{}' and ')' at the end", name));
    if (piece.text.back() != ')')
        failAt(wrapped.call, piece.column + piece.text.size(),
               fmt::format("expected ')' for the '(' in column {}", piece.column + open));
    wrapped.inside = {piece.text.substr(open + 1, piece.text.size() - open - 2),
                      piece.column + open + 1};
    return wrapped;
}

// Checked by hand before strtod, which would also take "inf", "nan", "0x1p3" and spaces;
// std::from_chars for floating point is missing in the page's C++ library.
bool parseNumber(std::string_view text, double& value) {
    std::size_t at = 0, digits = 0;
    const auto skipDigits = [&] {
        std::size_t count = 0;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) ++count;
        return count;
    };
    const auto skipSign = [&] { at += at < text.size() && (text[at] == '-' || text[at] == '+'); };
    skipSign();
    digits += skipDigits();
    if (at < text.size() && text[at] == '.') ++at, digits += skipDigits();
    if (digits == 0) return false;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        skipSign();
        if (skipDigits() == 0) return false;
    }
    if (at != text.size()) return false;
    value = std::strtod(std::string(text).c_str(), nullptr);
    return std::isfinite(value);
}

double numberOf(const CallText& call, const CallArgument& argument) {
    double value = 0;
    if (!parseNumber(argument.value.text, value))
        failAt(call, argument.value.column,
               fmt::format("{} needs a number, found '{}'", argument.name.text,
                           shownText(argument.value.text)));
    return value;
}

bool flagOf(const CallText& call, const CallArgument& argument) {
    const auto text = argument.value.text;
    if (text == "true" || text == "True" || text == "1") return true;
    if (text == "false" || text == "False" || text == "0") return false;
    failAt(call, argument.value.column,
           fmt::format("{} needs true or false, found '{}'", argument.name.text, shownText(text)));
}

std::size_t findName(const CallText& call, const TextPiece& name, const std::string& kind,
                     std::span<const std::string_view> names) {
    const auto found = std::find(names.begin(), names.end(), name.text);
    if (found == names.end())
        failAt(call, name.column,
               fmt::format("'{}' is no {}: {}", shownText(name.text), kind,
                           suggestName(name.text, names)));
    return static_cast<std::size_t>(found - names.begin());
}

}  // namespace squash
