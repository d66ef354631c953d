#include "errors.hpp"

#include <cctype>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <string>

namespace squash::cli {
namespace {

// A file's name or bytes may hold anything; a line stays a line, and no escape gets through.
std::string oneLine(std::string_view text) {
    std::string line(text);
    for (char& c : line) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) c = ' ';
    }
    return line;
}

std::string commandOf(const CLI::App& app) {
    const auto chosen = app.get_subcommands();
    return chosen.empty() ? "squash" : "squash " + chosen.front()->get_name();
}

std::string commandNames(const CLI::App& app) {
    std::string names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
        names += (names.empty() ? "" : ", ") + command->get_name();
    return names;
}

std::string after(const std::string& text, std::string_view mark) {
    const auto at = text.find(mark);
    return at == std::string::npos ? text : text.substr(at + mark.size());
}

// CLI11's sentence without the colons that separate our three parts.
std::string plainSentence(std::string text) {
    for (auto at = text.find(": "); at != std::string::npos; at = text.find(": "))
        text.erase(at, 1);
    if (!text.empty())
        text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    return text;
}

std::string before(const std::string& text, std::string_view mark) {
    return text.substr(0, text.find(mark));
}

// CLI11 keeps what it could not place in the order of typing; its sentence turns it round.
std::string firstUnknown(const CLI::App& app) {
    const auto chosen = app.get_subcommands();
    const auto rest = chosen.empty() ? app.remaining() : chosen.front()->remaining();
    return rest.empty() ? "" : " '" + rest.front() + "'";
}

std::string whatFailed(const CLI::ParseError& error, const CLI::App& app) {
    const std::string message = error.what();
    if (message.find("not expected") != std::string::npos)
        return "unknown argument" + firstUnknown(app);
    if (error.get_name() == "RequiredError") return "missing '" + before(message, " is req") + "'";
    if (error.get_name() == "ArgumentMismatch" && message.find("At Most") != std::string::npos)
        return before(before(message, ":"), " ") + " is given more than once";
    if (error.get_name() == "ArgumentMismatch" && message.find("missing") != std::string::npos)
        return before(before(message, ":"), " ") + " has no value";
    // Of its numbers alone: what else is read says itself what it expected.
    if (error.get_name() == "ConversionError")
        return "cannot read " + after(message, ": ") + " as a number";
    return plainSentence(message);
}

}  // namespace

void requireCount(const std::string& option, const std::string& text, unsigned least) {
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, number);
    if (fault != std::errc() || stop != end || number < least)
        throw UsageError("cannot use '" + text + "'", option,
                         "a whole number, " + std::to_string(least) + " or more");
}

std::string usageLine(const CLI::ParseError& error, const CLI::App& app) {
    const std::string command = commandOf(app);
    if (command == "squash") {
        // CLI11 only says that a command is missing; what was written in its place has remained.
        const auto given = app.remaining();
        return (given.empty() ? "no command" : "unknown command " + given.front()) +
               " (command line): one of " + commandNames(app) + "; see squash --help";
    }
    return whatFailed(error, app) + " (" + command + "): see " + command + " --help";
}

void printError(std::string_view line) {
    std::fflush(stdout);
    std::fprintf(stderr, "squash: %s\n", oneLine(line).c_str());
}

void printNotice(std::string_view line) {
    std::fprintf(stderr, "squash: note: %s\n", oneLine(line).c_str());
}

}  // namespace squash::cli
