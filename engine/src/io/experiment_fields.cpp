#include "io/experiment_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "squash/core/error.hpp"
#include "squash/io/json_text.hpp"

namespace squash {

void Field::fail(const std::string& expected) const {
    throw Error("cannot use the experiment",
                where.empty() ? name : fmt::format("{}, {}", where, name),
                fmt::format("{}, found {}", expected, shownJson(value)));
}

std::string Field::text() const {
    if (!value.is_string()) fail("a text");
    return value.get<std::string>();
}

bool Field::flag() const {
    if (!value.is_boolean()) fail("true or false");
    return value.get<bool>();
}

double Field::number() const {
    if (!value.is_number()) fail("a number");
    return value.get<double>();
}

std::string Range::text() const { return fmt::format("a whole number from {} to {}", low, high); }

std::uint64_t Field::whole(Range range) const {
    if (value.is_number_unsigned() && range.has(value.get<std::uint64_t>()))
        return value.get<std::uint64_t>();
    if (!value.is_number_float()) fail(range.text());
    const double number = value.get<double>();  // 256.0 and 1e3 are whole numbers too
    if (!(number >= 0 && number <= static_cast<double>(kMaxWhole)) ||
        number != std::floor(number) || !range.has(static_cast<std::uint64_t>(number)))
        fail(range.text());
    return static_cast<std::uint64_t>(number);
}

std::size_t Field::size(Range range) const {
    constexpr std::uint64_t most = std::numeric_limits<std::size_t>::max();  // 2^32 - 1 in the page
    range.high = std::min(range.high, most);
    return static_cast<std::size_t>(whole(range));
}

}  // namespace squash
