# Clang 19 where it is installed: GCC 12 makes kernels with many accumulators up to twice as slow.
find_program(SQUASH_CLANGXX NAMES clang++-19)
find_program(SQUASH_CLANG NAMES clang-19)
if(SQUASH_CLANGXX AND SQUASH_CLANG AND NOT DEFINED ENV{CXX})
    set(CMAKE_C_COMPILER "${SQUASH_CLANG}")
    set(CMAKE_CXX_COMPILER "${SQUASH_CLANGXX}")
elseif(NOT DEFINED ENV{CXX})
    message(STATUS "clang++-19 is not installed: the default compiler is used")
endif()
