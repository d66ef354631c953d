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

// CLI11's error in this program's form; names the command that was being read.
std::string usageLine(const CLI::ParseError& error, const CLI::App& app);

void printError(std::string_view line);   // "squash: " before it, control characters replaced
void printNotice(std::string_view line);  // "squash: note: "; what is odd but goes on

}  // namespace squash::cli
