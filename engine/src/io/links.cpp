#include "squash/io/links.hpp"

#include <filesystem>
#include <system_error>

namespace squash {

std::string followLinks(const std::string& path) {
    constexpr int kMostLinks = 40;  // as Linux has it
    std::filesystem::path target = path;
    std::error_code failure;
    for (int links = 0; links < kMostLinks && std::filesystem::is_symlink(target, failure); ++links)
        target = target.parent_path() / std::filesystem::read_symlink(target, failure);
    return target.string();
}

}  // namespace squash
