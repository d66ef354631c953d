// Dear ImGui's compile-time choices, the same for every host (IMGUI_USER_CONFIG).
// 32-bit indices because WebGL2 has no base vertex; the test-engine hooks tell ui/widgets which
// items were drawn, so that tests find any control that carries no role.
#pragma once

#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DEFINE_MATH_OPERATORS
#define ImDrawIdx unsigned int
#ifndef IMGUI_ENABLE_TEST_ENGINE
#define IMGUI_ENABLE_TEST_ENGINE
#endif
