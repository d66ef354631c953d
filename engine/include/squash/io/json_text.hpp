// What every reader of JSON asks of a text before it parses it.
#pragma once
#include <string>
#include <string_view>

namespace squash {

// Throws Error(subject, where, ...) where lists and objects are nested more than 16 deep, far above
// any file of ours: parsed values are printed by recursion, and a page's stack is small.
void requireShallowJson(std::string_view text, const std::string& subject,
                        const std::string& where);

}  // namespace squash
