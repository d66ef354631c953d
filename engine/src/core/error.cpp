#include "squash/core/error.hpp"

#include <fmt/format.h>

#include <utility>

namespace squash {

namespace {
std::string joined(const std::string& what, const std::string& where, const std::string& expected) {
    return where.empty() ? fmt::format("{}: {}", what, expected)
                         : fmt::format("{} ({}): {}", what, where, expected);
}
}  // namespace

Error::Error(std::string what, std::string where, std::string expected)
    : std::runtime_error(joined(what, where, expected)),
      subject_(std::move(what)),
      where_(std::move(where)),
      expected_(std::move(expected)) {}

}  // namespace squash
