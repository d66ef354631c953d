// What the page asks of the running program besides frames: dropped files, the packed data, messages and
// automation. Text that is returned stays valid until the next call.
#include <emscripten.h>

#include "host.hpp"

using squash::web::host;

namespace {

std::span<const std::uint8_t> asBytes(const std::uint8_t* bytes, unsigned size) {
    return {bytes, size};
}

const char* keep(std::string text) {
    host()->answer = std::move(text);
    return host()->answer.c_str();
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void web_drag_over(int active) { host()->app->dragOver(active != 0); }

EMSCRIPTEN_KEEPALIVE int web_begin_file(const char* name, double bytes) {
    return host()->app->beginFile(name, static_cast<std::size_t>(bytes)) ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE int web_push_file(const std::uint8_t* bytes, unsigned size) {
    return host()->app->pushFile(asBytes(bytes, size)) ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE int web_finish_file(int more) {
    return host()->app->finishFile(more != 0) ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE void web_abandon_file(const char* why) { host()->app->abandonFile(why); }

EMSCRIPTEN_KEEPALIVE int web_packed_part(const std::uint8_t* bytes, unsigned size, int part,
                                         int parts) {
    return host()->app->addPackedPart(asBytes(bytes, size), static_cast<std::size_t>(part),
                                      static_cast<std::size_t>(parts))
               ? 1
               : 0;
}

EMSCRIPTEN_KEEPALIVE void web_no_packed_parts() { host()->app->noPackedParts(); }

EMSCRIPTEN_KEEPALIVE void web_data_progress(double share) { host()->app->setDataProgress(share); }

EMSCRIPTEN_KEEPALIVE void web_message(const char* text, int bad) {
    host()->app->setMessage(text, bad != 0);
}

EMSCRIPTEN_KEEPALIVE const char* web_state_json() { return keep(host()->app->stateJson()); }

EMSCRIPTEN_KEEPALIVE const char* web_widgets_json() { return keep(host()->app->widgetsJson()); }

EMSCRIPTEN_KEEPALIVE const char* web_shaders_json() { return keep(host()->app->shadersJson()); }

EMSCRIPTEN_KEEPALIVE const char* web_set(const char* partial) {
    return keep(host()->app->set(partial));
}

EMSCRIPTEN_KEEPALIVE int web_open(const char* link) { return host()->app->open(link) ? 1 : 0; }

EMSCRIPTEN_KEEPALIVE const char* web_take_copied_text() {
    return keep(std::exchange(host()->copied, {}));
}

EMSCRIPTEN_KEEPALIVE void web_set_paste_text(const char* text) { host()->paste = text; }

}  // extern "C"
