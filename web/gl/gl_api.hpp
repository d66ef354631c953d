// OpenGL for ui/gl in the page: WebGL2 through OpenGL ES 3's header.
// native/gl/gl_api.hpp is the twin for desktops; the include path chooses between them.
#pragma once
#include <GLES3/gl3.h>

namespace squash::gl {
inline constexpr const char* kShaderHead =
    "#version 300 es\nprecision highp float;\nprecision highp int;\nprecision highp sampler2D;\n";
}
