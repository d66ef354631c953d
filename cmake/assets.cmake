# Fonts (subset to what the front end shows), shaders and presets, turned into one C++ source.
set(SQUASH_ASSETS_DIR "${CMAKE_BINARY_DIR}/assets")
# Debian's own Python, which has Debian's fontTools; another one first on PATH would not.
find_program(SQUASH_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)

set(SQUASH_GLYPHS "U+0020-007E,U+00A0-00FF,U+03B1-03C9,U+2010-2027,U+2030,U+2032,U+2033,U+207B,U+2070-2079,U+2190-2199,\
U+21BA,U+21BB,U+2202,U+2207,U+2212,U+221E,U+2248,U+2260,U+2264,U+2265,U+25B2,U+25B6,U+25BC,U+25C0,U+25CF,U+2713,U+2717")

# squash_subset_font(name file): adds the result to SQUASH_ASSET_ENTRIES as fonts/NAME.
function(squash_subset_font name file)
    file(GLOB_RECURSE source "/usr/share/fonts/*/${file}.otf" "/usr/share/fonts/*/${file}.ttf")
    if(NOT source)
        message(FATAL_ERROR "font ${file} is missing: run scripts/setup.sh first")
    endif()
    list(GET source 0 source)
    set(output "${SQUASH_ASSETS_DIR}/${name}.font")
    add_custom_command(OUTPUT "${output}" DEPENDS "${source}"
        COMMAND "${CMAKE_COMMAND}" -E make_directory "${SQUASH_ASSETS_DIR}"
        COMMAND "${SQUASH_PYTHON}" -m fontTools.subset "${source}" "--unicodes=${SQUASH_GLYPHS}"
                "--output-file=${output}" --no-hinting "--layout-features=" "--drop-tables+=GSUB,GPOS,GDEF,DSIG"
                "--name-IDs=1,2" --no-notdef-outline
        COMMENT "Subsetting ${file}" VERBATIM)
    set(SQUASH_ASSET_ENTRIES ${SQUASH_ASSET_ENTRIES} "fonts/${name}=${output}" PARENT_SCOPE)
    set(SQUASH_ASSET_FILES ${SQUASH_ASSET_FILES} "${output}" PARENT_SCOPE)
endfunction()

set(SQUASH_ASSET_ENTRIES)
set(SQUASH_ASSET_FILES)
if(NOT CMAKE_SYSTEM_PROCESSOR STREQUAL "aarch64" OR NOT CMAKE_CROSSCOMPILING)
    squash_subset_font(inter-regular Inter-Regular)
    squash_subset_font(inter-semibold Inter-SemiBold)
    squash_subset_font(jetbrains-mono-regular JetBrainsMono-Regular)
endif()
# shaders/** keeps its folder in the name, assets/** does not: "shaders/grid.frag.glsl", "presets/article.json".
file(GLOB_RECURSE shaders CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/shaders/*.glsl")
file(GLOB_RECURSE presets CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/assets/*.json" "${CMAKE_SOURCE_DIR}/assets/*.txt"
     "${CMAKE_SOURCE_DIR}/assets/*.svg" "${CMAKE_SOURCE_DIR}/assets/*.md")
foreach(file IN LISTS shaders)
    file(RELATIVE_PATH name "${CMAKE_SOURCE_DIR}" "${file}")
    list(APPEND SQUASH_ASSET_ENTRIES "${name}=${file}")
    list(APPEND SQUASH_ASSET_FILES "${file}")
endforeach()
foreach(file IN LISTS presets)
    file(RELATIVE_PATH name "${CMAKE_SOURCE_DIR}/assets" "${file}")
    list(APPEND SQUASH_ASSET_ENTRIES "${name}=${file}")
    list(APPEND SQUASH_ASSET_FILES "${file}")
endforeach()

set(SQUASH_ASSETS_CPP "${SQUASH_ASSETS_DIR}/assets.cpp")
list(JOIN SQUASH_ASSET_ENTRIES "\n" entries)
file(CONFIGURE OUTPUT "${SQUASH_ASSETS_DIR}/assets.list" CONTENT "${entries}\n" @ONLY)
add_custom_command(OUTPUT "${SQUASH_ASSETS_CPP}"
    DEPENDS ${SQUASH_ASSET_FILES} "${SQUASH_ASSETS_DIR}/assets.list" "${CMAKE_SOURCE_DIR}/cmake/embed.py"
    COMMAND "${SQUASH_PYTHON}" "${CMAKE_SOURCE_DIR}/cmake/embed.py" "${SQUASH_ASSETS_DIR}/assets.list" "${SQUASH_ASSETS_CPP}"
    COMMENT "Embedding fonts, shaders and presets" VERBATIM)
add_custom_target(squash_assets_generated DEPENDS "${SQUASH_ASSETS_CPP}")

# squash_add_assets(NAME [option...]): what assets/*.hpp declares.
function(squash_add_assets name)
    add_library(${name} STATIC "${SQUASH_ASSETS_CPP}" "${CMAKE_SOURCE_DIR}/assets/presets.cpp")
    target_link_libraries(${name} PRIVATE squash_headers)
    add_dependencies(${name} squash_assets_generated)
    target_include_directories(${name} PUBLIC "${CMAKE_SOURCE_DIR}")
    target_compile_options(${name} PRIVATE ${ARGN})
endfunction()
