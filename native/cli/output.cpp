#include "output.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string_view>

#include "squash/core/error.hpp"

namespace squash::cli {

void printJson(const Json& document) {
    printText(document.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
}

void printText(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void requireOutputWritten() {
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
        throw Error("cannot write the result", "standard output", "room for it");
}

bool isTerminal(std::FILE* stream) {
    const char* kind = std::getenv("TERM");
    return isatty(fileno(stream)) != 0 && kind && std::string_view(kind) != "dumb";
}

std::size_t terminalColumns(std::FILE* stream) {
    winsize size{};
    const bool known = ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : 80;
}

double unsignedNan(double value) { return std::isnan(value) ? std::fabs(value) : value; }

double shortest(float value) {
    if (!std::isfinite(value)) return value;
    const std::string text = fmt::format("{}", value);
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace squash::cli
