// JSON texts of people and files, read with errors that say where.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace squash {

// Throws Error(subject, where, ...) where lists and objects are nested more than 16 deep, far above
// any file of ours: parsed values are printed by recursion, and a page's stack is small.
void requireShallowJson(std::string_view text, const std::string& subject,
                        const std::string& where);

// Throws Error with line and column of the first fault.
nlohmann::json parseJsonObject(std::string_view text, const std::string& subject,
                               const std::string& where);

// A value as it stands in a message: cut after 60 characters.
std::string shownJson(const nlohmann::json& value);

}  // namespace squash
