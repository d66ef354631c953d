// OpenGL for ui/gl on a desktop: Dear ImGui's own small loader, which its backend fills.
// web/gl/gl_api.hpp is the twin for WebGL2; the include path chooses between them.
#pragma once
#include "imgui_impl_opengl3_loader.h"

namespace squash::gl {
inline constexpr const char* kShaderHead = "#version 330 core\n";
}
