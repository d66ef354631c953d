// Results go to stdout: text for people, or with --json one document and nothing else.
#pragma once
#include <cstdint>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "squash/core/grouped.hpp"

namespace squash::cli {

using Json = nlohmann::ordered_json;  // fields stay in the order they are written here

// One document; numbers that are not finite become null. Bytes that are no UTF-8 are replaced.
void printJson(const Json& document);

void printText(const std::string& text);

// Throws Error when stdout took less than it was given (a full disk).
void requireOutputWritten();

bool isTerminal(std::FILE* stream);  // one that understands control characters
std::size_t terminalColumns(std::FILE* stream);

// NaN without the sign that arithmetic happens to leave in it ("-nan" would puzzle everyone).
double unsignedNan(double value);

// A float32 as the shortest decimal that reads back to it, so JSON shows 0.3, not 0.30000001192.
double shortest(float value);

}  // namespace squash::cli
