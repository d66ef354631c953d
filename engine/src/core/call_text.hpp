// Reads `name(parameter=value, ...)`, the form in which activations and optimizers are written on
// the command line and in experiments. Knows places, so that every error can name its column.
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace squash {

// A piece of a longer text, with its place in it.
struct TextPiece {
    std::string_view text;
    std::size_t column = 1;  // of its first character, counted from 1
};

struct CallArgument {
    TextPiece name, value;
};

struct CallText {
    std::string subject;     // begins every error: "cannot read the activation"
    std::string_view whole;  // what the person wrote; quoted in errors
    TextPiece name;
    std::vector<CallArgument> arguments;
};

// `piece` is a part of `whole` (or all of it). Throws Error naming the column.
CallText readCall(std::string subject, std::string_view whole, TextPiece piece);

// Appends the arguments of `inside`: parameter=value, joined by commas. Throws as readCall.
void readArguments(CallText& call, const TextPiece& inside);

// `name(...)` with what is inside the outer parentheses left unread; nothing where the name is another.
struct WrappedText {
    CallText call;
    TextPiece inside;
};
std::optional<WrappedText> readWrapped(std::string subject, std::string_view whole, TextPiece piece,
                                       std::string_view name);

// The pieces between the '+' that stand outside of parentheses: of one thing for each layer, as in
// 'relu+elu(alpha=1e+0)'. At least one, perhaps empty.
std::vector<TextPiece> piecesBetweenPlus(std::string_view text);

// Throws Error at that column of call.whole.
[[noreturn]] void failAt(const CallText& call, std::size_t column, const std::string& expected);

// The argument's value. Throws Error when it is no finite number, or no "true" or "false".
double numberOf(const CallText& call, const CallArgument& argument);
bool flagOf(const CallText& call, const CallArgument& argument);

// The index of `name` among `names`; throws Error at its column, with the nearest name when it
// looks like a slip and all of them when not. `kind`: "activation", "parameter of elu".
std::size_t findName(const CallText& call, const TextPiece& name, const std::string& kind,
                     std::span<const std::string_view> names);

// What a person wrote may be anything: errors show it short and without control characters.
std::string shownText(std::string_view text);

// The one that `name` may be a slip for.
std::optional<std::string_view> nearestName(std::string_view name,
                                            std::span<const std::string_view> names);

// "did you mean 'tanh'?", or all names where none is near.
std::string suggestName(std::string_view name, std::span<const std::string_view> names);

// Whole text as a number: digits, point, exponent; nothing around it.
bool parseNumber(std::string_view text, double& value);

}  // namespace squash
