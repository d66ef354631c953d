// Files that are replaced by renaming a new one: what a symbolic link names, not the link.
#pragma once
#include <string>

namespace squash {

// What a link names in the end, whether it is there yet or not, so that a link stays a link when
// its file is replaced. Another path comes back as it is. Never fails: a circle of links comes back
// as one of them, and writing there says what is wrong.
std::string followLinks(const std::string& path);

}  // namespace squash
