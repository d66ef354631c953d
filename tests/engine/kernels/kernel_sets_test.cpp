#include <catch2/matchers/catch_matchers_string.hpp>

#include "engine/kernels/support.hpp"
#include "squash/core/error.hpp"

using namespace squash;
using namespace squash::test;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("Auto chooses the fastest set of kernels that this processor runs", "[kernels]") {
    std::string_view fastest;
    for (const KernelSet& set : kernelSets()) {
        if (set.available) {
            fastest = set.name;
        }
    }
    CHECK(chooseKernelSet("auto").name == fastest);
}

TEST_CASE("Every available set of kernels can be chosen by its name", "[kernels]") {
    for (const KernelSet& set : kernelSets()) {
        CAPTURE(std::string(set.name));
        CHECK(std::string_view(set.table->name) == set.name);
        if (set.available) {
            CHECK(chooseKernelSet(set.name).table == set.table);
        } else {
            CHECK_THROWS_AS(chooseKernelSet(set.name), Error);
        }
    }
}

TEST_CASE("An unknown set of kernels is refused with the names there are", "[kernels]") {
    const std::string known(chooseKernelSet("auto").name);
    CHECK_THROWS_WITH(chooseKernelSet("mmx"), ContainsSubstring("mmx") && ContainsSubstring(known));
}

TEST_CASE("The peak counts its operations and stays finite", "[kernels]") {
    forEachKernelSet([](const kernels::KernelTable& table) {
        float sink = 0;
        CHECK(table.peak(1000, &sink) >= 2.0 * 1000);
        CHECK(std::abs(sink - 1.0f) < 1e-4f);
    });
}
