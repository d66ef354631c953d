// Everything that goes wrong ends as one line on stderr, `squash: <what> (<where>): <expected>`,
// and an exit code that tells a slip on the command line from a bad file.
#pragma once
#include <CLI/CLI.hpp>

#include <string>
#include <string_view>

#include "squash/core/error.hpp"

namespace squash::cli {

inline constexpr int kSuccess = 0, kFailure = 1, kUsage = 2, kInterrupted = 130;
inline constexpr int kHelpShown = -1;

// What the person typed is wrong, not a file: exit code 2.
class UsageError : public Error {
public:
    using Error::Error;
};

// Calls read(); an Error there becomes a UsageError whose place begins with the option's name.
template <class Read>
auto readOption(const std::string& option, const Read& read) {
    try {
        return read();
    } catch (const Error& error) {
        throw UsageError(error.subject(), option + ", " + error.where(), error.expected());
    }
}

// Throws UsageError unless `text` is a whole number that fits in 64 bits.
void requireCount(const std::string& option, const std::string& text, unsigned least);
// An option that takes a whole number, `least` or more. CLI11's own reading lets -1 wrap around to a huge
// number. `into`: std::uint64_t, or an optional one. Throws UsageError while parsing.
template <class Count>
CLI::Option* addCount(CLI::App& command, const std::string& name, Count& into,
                      const std::string& help, unsigned least = 0) {
    return command.add_option(name, into, help)
        ->type_name("N")
        ->check([name, least](const std::string& text) {
            return requireCount(name, text, least), std::string();
        });
}

// CLI11's error in this program's form; names the command that was being read.
std::string usageLine(const CLI::ParseError& error, const CLI::App& app);

void printError(std::string_view line);   // "squash: " before it, control characters replaced
void printNotice(std::string_view line);  // "squash: note: "; what is odd but goes on

}  // namespace squash::cli
