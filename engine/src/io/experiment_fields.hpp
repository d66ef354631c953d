// One field of an experiment's JSON, read with errors that name it.
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace squash {

struct Field {
    std::string where;  // the source: "experiment.json"
    std::string name;   // "learningRate"
    const nlohmann::json& value;

    [[noreturn]] void fail(const std::string& expected) const;
    std::string text() const;
    bool flag() const;
    double number() const;
    std::uint64_t whole() const;  // 0 .. 2^53 - 1: what JavaScript carries without loss
    std::size_t size() const;     // a whole number that fits 32-bit machines too
};

inline constexpr std::uint64_t kMaxWhole = (std::uint64_t{1} << 53) - 1;

}  // namespace squash
