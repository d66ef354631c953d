# Debian's emscripten with the configuration that scripts/setup.sh wrote, so that a plain shell will do.
get_filename_component(SQUASH_EM_CONFIG "${CMAKE_CURRENT_LIST_DIR}/../build/tools/emscripten.config" ABSOLUTE)
if(NOT EXISTS "${SQUASH_EM_CONFIG}")
    message(FATAL_ERROR "build/tools/emscripten.config is missing: run scripts/setup.sh first")
endif()
set(ENV{EM_CONFIG} "${SQUASH_EM_CONFIG}")
set(CMAKE_C_FLAGS_INIT "--em-config \"${SQUASH_EM_CONFIG}\"")
set(CMAKE_CXX_FLAGS_INIT "--em-config \"${SQUASH_EM_CONFIG}\"")
# ccache is started by emscripten itself (COMPILER_WRAPPER), which knows the real compiler's flags.
set(SQUASH_CCACHE OFF CACHE BOOL "" FORCE)
include(/usr/share/emscripten/cmake/Modules/Platform/Emscripten.cmake)
# emar is a Python wrapper that adds nothing here but time.
set(CMAKE_AR /usr/lib/llvm-19/bin/llvm-ar)
set(CMAKE_C_COMPILER_AR "${CMAKE_AR}")
set(CMAKE_CXX_COMPILER_AR "${CMAKE_AR}")
set(CMAKE_RANLIB /usr/lib/llvm-19/bin/llvm-ranlib)
set(CMAKE_C_COMPILER_RANLIB "${CMAKE_RANLIB}")
set(CMAKE_CXX_COMPILER_RANLIB "${CMAKE_RANLIB}")
