// One field of an experiment's JSON, read with errors that name it.
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace squash {

inline constexpr std::uint64_t kMaxWhole = (std::uint64_t{1} << 53) - 1;

// Of whole numbers, both ends included; at first all that JavaScript carries without loss.
struct Range {
    std::uint64_t low = 0, high = kMaxWhole;
    bool has(std::uint64_t number) const { return number >= low && number <= high; }
    std::string text() const;  // "a whole number from 0 to 4096"
};

struct Field {
    std::string where;  // the source: "experiment.json"
    std::string name;   // "learningRate"
    const nlohmann::json& value;

    [[noreturn]] void fail(const std::string& expected) const;
    std::string text() const;
    bool flag() const;
    double number() const;
    std::uint64_t whole(Range range = {}) const;
    std::size_t size(Range range = {}) const;  // that fits 32-bit machines too
};

}  // namespace squash
