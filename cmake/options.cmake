# What can be chosen, and what every target of ours is compiled with.
option(SQUASH_WERROR "Warnings are errors" OFF)
option(SQUASH_CCACHE "Compile through ccache where it is installed" ON)
option(SQUASH_FUZZ "Only the fuzzers; needs clang" OFF)
set(SQUASH_SANITIZE "" CACHE STRING "Sanitizers, for example address,undefined or thread")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE OFF)
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g1")
set(CMAKE_C_FLAGS_DEBUG "-Og -g1")
if(SQUASH_SANITIZE)
    # The tests train whole networks: what inlining saves there is more than what it costs to compile.
    set(CMAKE_CXX_FLAGS_DEBUG "-O2 -g1")
    set(CMAKE_C_FLAGS_DEBUG "-O2 -g1")
endif()
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release)
endif()

if(SQUASH_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(SQUASH_CCACHE_PROGRAM ccache)
    if(SQUASH_CCACHE_PROGRAM)
        set(CMAKE_C_COMPILER_LAUNCHER "${SQUASH_CCACHE_PROGRAM}")
        set(CMAKE_CXX_COMPILER_LAUNCHER "${SQUASH_CCACHE_PROGRAM}")
    endif()
endif()

# No contraction behind our back: results must not depend on what the optimiser of the day fuses.
add_compile_options(-ffp-contract=off -fno-math-errno)
if(SQUASH_SANITIZE)
    add_compile_options(-fsanitize=${SQUASH_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${SQUASH_SANITIZE})
endif()
if(EMSCRIPTEN)
    add_compile_options(-msimd128 -fwasm-exceptions)
    add_link_options(-msimd128 -fwasm-exceptions)
    # wasm-opt would put a function with one caller into it, however large both are, and a browser keeps
    # a function that is entered seldom in its slow first tier: small hot functions stay on their own.
    add_link_options(-sBINARYEN_EXTRA_PASSES=--one-caller-inline-max-function-size=1)
endif()

# Warnings are for our own sources only.
function(squash_own_target target)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow
        -Wno-missing-field-initializers  # options are aggregates whose fields have defaults
        -Wno-deprecated-declarations)    # what libstdc++ 12 itself calls in stable_sort
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # GCC 12 sees overlaps in std::string::insert that are not there (its bug 105329).
        target_compile_options(${target} PRIVATE -Wno-restrict)
    endif()
    if(SQUASH_WERROR)
        target_compile_options(${target} PRIVATE -Werror)
    endif()
endfunction()

# squash_sources(VARIABLE folder...): every .cpp below these folders; new files are found by themselves.
function(squash_sources variable)
    set(patterns)
    foreach(folder IN LISTS ARGN)
        list(APPEND patterns "${CMAKE_SOURCE_DIR}/${folder}/*.cpp")
    endforeach()
    file(GLOB_RECURSE found CONFIGURE_DEPENDS ${patterns})
    list(FILTER found EXCLUDE REGEX "/node_modules/")
    set(${variable} "${found}" PARENT_SCOPE)
endfunction()
