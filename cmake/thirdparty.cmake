# Third-party code. scripts/setup.sh unpacks the sources; nothing of it is in the repository.
set(SQUASH_THIRD_PARTY "${CMAKE_SOURCE_DIR}/build/third_party")
foreach(name imgui catch2 zlib include)
    if(NOT EXISTS "${SQUASH_THIRD_PARTY}/${name}")
        message(FATAL_ERROR "build/third_party/${name} is missing: run scripts/setup.sh first")
    endif()
endforeach()

# Header-only libraries by links to just these, so that a cross build sees no other header of the system.
add_library(squash_headers INTERFACE)
target_include_directories(squash_headers SYSTEM INTERFACE "${SQUASH_THIRD_PARTY}/include"
                           "${SQUASH_THIRD_PARTY}/include/stb")
target_compile_definitions(squash_headers INTERFACE FMT_HEADER_ONLY=1)

# squash_add_zlib(NAME [option...])
function(squash_add_zlib name)
    file(GLOB sources "${SQUASH_THIRD_PARTY}/zlib/*.c")
    list(FILTER sources EXCLUDE REGEX "/gz[a-z]*\\.c$") # its own file access is not needed
    add_library(${name} STATIC ${sources})
    target_include_directories(${name} SYSTEM PUBLIC "${SQUASH_THIRD_PARTY}/zlib")
    target_compile_options(${name} PRIVATE -w ${ARGN})
endfunction()

# From the amalgamated source, because Debian's library is built for a newer C++ runtime than Debian 12 has.
function(squash_add_catch2 name)
    set(generated "${CMAKE_BINARY_DIR}/catch2")
    if(NOT EXISTS "${generated}/catch2/catch_user_config.hpp")
        set(CATCH_CONFIG_DEFAULT_REPORTER console)
        set(CATCH_CONFIG_CONSOLE_WIDTH 100)
        configure_file("${SQUASH_THIRD_PARTY}/catch2/src/catch2/catch_user_config.hpp.in"
                       "${generated}/catch2/catch_user_config.hpp")
    endif()
    add_library(${name} STATIC "${SQUASH_THIRD_PARTY}/catch2/extras/catch_amalgamated.cpp")
    target_include_directories(${name} SYSTEM PUBLIC "${SQUASH_THIRD_PARTY}/catch2/src" "${generated}"
                               "${SQUASH_THIRD_PARTY}/catch2/extras")
    target_compile_options(${name} PRIVATE -w -O1 ${ARGN})
endfunction()

# squash_add_imgui(NAME [option...])
function(squash_add_imgui name)
    set(imgui "${SQUASH_THIRD_PARTY}/imgui")
    add_library(${name} STATIC
        "${imgui}/imgui.cpp" "${imgui}/imgui_draw.cpp" "${imgui}/imgui_tables.cpp" "${imgui}/imgui_widgets.cpp"
        "${imgui}/backends/imgui_impl_opengl3.cpp")
    target_include_directories(${name} SYSTEM PUBLIC "${imgui}" "${imgui}/backends")
    target_compile_definitions(${name} PUBLIC IMGUI_ENABLE_TEST_ENGINE)
    if(EXISTS "${CMAKE_SOURCE_DIR}/ui/imgui_config.hpp")
        target_compile_definitions(${name} PUBLIC "IMGUI_USER_CONFIG=\"${CMAKE_SOURCE_DIR}/ui/imgui_config.hpp\"")
    endif()
    if(EMSCRIPTEN)
        target_compile_definitions(${name} PUBLIC IMGUI_IMPL_OPENGL_ES3)
    endif()
    target_compile_options(${name} PRIVATE -w ${ARGN})
endfunction()
