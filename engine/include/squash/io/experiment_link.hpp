// An experiment or a race as the end of a link: "#e=" and its JSON, packed.
#pragma once
#include <string>
#include <string_view>

namespace squash {

// "e=..." without the '#': the JSON packed by zlib, in base64's letters for links (RFC 4648, section 5).
std::string linkOf(std::string_view json);

// Whether a text is meant as a link: it has "#e=", or begins with "e=".
bool isLink(std::string_view text);

// The JSON in a link, whatever stands before its "#e=". Throws Error where it is cut, damaged, or unpacks to more than
// 64 kB, far above any experiment.
std::string jsonOfLink(std::string_view link);

}  // namespace squash
