// Each function is one call to the object `Module.host` that web/page/host.js puts there.
#include "page_platform.hpp"

#include <emscripten/em_js.h>

#include <cstdlib>

// clang-format off
EM_JS(void, host_copy, (const char* text), { Module["host"]["copy"](UTF8ToString(text)); })
EM_JS(char*, host_address, (), { return stringToNewUTF8(Module["host"]["address"]()); })
EM_JS(void, host_open_file, (), { Module["host"]["openFile"](); })
EM_JS(void, host_save_text, (const char* name, const char* text), {
    Module["host"]["saveText"](UTF8ToString(name), UTF8ToString(text));
})
EM_JS(void, host_save_picture, (const char* name, float x, float y, float width, float height), {
    Module["host"]["savePicture"](UTF8ToString(name), { x, y, width, height });
})
EM_JS(char*, host_setting, (const char* name), {
    return stringToNewUTF8(Module["host"]["setting"](UTF8ToString(name)));
})
EM_JS(void, host_store_setting, (const char* name, const char* value), {
    Module["host"]["storeSetting"](UTF8ToString(name), UTF8ToString(value));
})
EM_JS(int, host_matches, (const char* media), { return Module["host"]["matches"](UTF8ToString(media)) ? 1 : 0; })
// clang-format on

namespace squash::web {
namespace {

std::string taken(char* text) {
    std::string result = text;
    std::free(text);
    return result;
}

}  // namespace

void PagePlatform::setClipboard(const std::string& text) { host_copy(text.c_str()); }

void PagePlatform::openFile() { host_open_file(); }

void PagePlatform::saveText(const std::string& name, const std::string& text) {
    host_save_text(name.c_str(), text.c_str());
}

void PagePlatform::savePicture(const std::string& name, const Area& area) {
    host_save_picture(name.c_str(), area.x, area.y, area.width, area.height);
}

std::string PagePlatform::address() const { return taken(host_address()); }

std::string PagePlatform::setting(const std::string& name) const {
    return taken(host_setting(name.c_str()));
}

void PagePlatform::storeSetting(const std::string& name, const std::string& value) {
    host_store_setting(name.c_str(), value.c_str());
}

bool PagePlatform::prefersLightTheme() const {
    return host_matches("(prefers-color-scheme: light)") != 0;
}

bool PagePlatform::prefersReducedMotion() const {
    return host_matches("(prefers-reduced-motion: reduce)") != 0;
}

bool PagePlatform::coarsePointer() const { return host_matches("(pointer: coarse)") != 0; }

}  // namespace squash::web
