"""Fails when a dependency points the wrong way, or a source file has grown too long.

    native | web | cli  ->  ui  ->  engine/include  ->  engine/src
                   cli ------^

usage: tests/includes.py [REPOSITORY]     prints FILE:LINE: what is wrong; exit 1 if anything is.
"""

import os
import pathlib
import re
import sys

MAX_LINES = 300
SOURCES = {".cpp", ".hpp", ".js", ".mjs", ".py", ".sh", ".glsl", ".css", ".cmake"}
SKIPPED = {"build", "node_modules", ".git"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')

# What a folder may know of the world outside: nothing of windows and browsers, what draws in any of
# them, or all of it (windows, OpenGL, Dear ImGui's backends, the browser).
NOTHING, DRAWING, EVERYTHING = range(3)
OUTSIDE = re.compile(r"imgui|imstb|glfw|gl3w|opengl|^GL/|^GLES|^EGL|^X11|emscripten", re.I)
DRAWING_HEADERS = {"imgui.h", "imgui_internal.h"}

# Folder -> (which of our folders its includes may point into, what it may know).
# Longest folder first. A folder may always include its own.
LAYERS = {
    "engine/include": ((), NOTHING),
    "engine/src": (("engine/include",), NOTHING),
    "ui": (("engine/include",), DRAWING),
    "native/cli": (("engine/include",), NOTHING),
    "native/app": (("ui", "engine/include", "native/gl"), EVERYTHING),
    "native/gl": (("ui",), EVERYTHING),
    "web": (("ui", "engine/include"), EVERYTHING),
}
# The one header that each host brings for the front end, chosen by the include path: OpenGL, for the
# one folder that calls it.
HOST_HEADERS = {"gl/gl_api.hpp"}
HOST_HEADERS_FOR = "ui/gl/"
# Only hosts may ask which platform this is.
PLATFORM_MACROS = re.compile(r"__EMSCRIPTEN__|_WIN32\b|__APPLE__")


def layer_of(path):
    return next((folder for folder in LAYERS if path.startswith(folder + "/")), None)


def may_know(knows, name):
    return knows == EVERYTHING or (knows == DRAWING and name in DRAWING_HEADERS)


def target_folder(root, path, name):
    """The folder of ours that a quoted or angled include means, or None."""
    beside = (root / path).parent / name
    if beside.is_file():
        return layer_of(str(beside.resolve().relative_to(root)))
    for prefix in ("", "engine/include", "engine/src", "native", "web", "native/app", "native/cli"):
        candidate = root / prefix / name
        if candidate.is_file():
            return layer_of(str(candidate.resolve().relative_to(root)))
    return None


def check_includes(root, path, lines):
    layer = layer_of(path)
    if layer is None:
        return
    allowed, knows = LAYERS[layer]
    for number, line in enumerate(lines, 1):
        if layer in ("engine/include", "engine/src", "ui") and PLATFORM_MACROS.search(line):
            yield f"{path}:{number}: {layer} asks for a platform: put it behind an interface that the host implements"
        match = INCLUDE.match(line)
        if not match:
            continue
        name = match.group(2)
        if name in HOST_HEADERS and path.startswith(HOST_HEADERS_FOR):
            continue
        if OUTSIDE.search(name) and not may_know(knows, name):
            yield f"{path}:{number}: {layer} may not include {name}"
        target = target_folder(root, path, name)
        if target and target != layer and target not in allowed:
            yield f"{path}:{number}: {layer} may not include {name} of {target}"


def check_length(path, lines):
    if len(lines) > MAX_LINES:
        yield f"{path}: {len(lines)} lines: split it, {MAX_LINES} are the most"


# Single lines in files that need not exist, and whether the rules must find fault with them.
EXAMPLES = (
    ("ui/app/example.cpp", '#include "imgui.h"', False),
    ("ui/app/example.cpp", "#include <GLFW/glfw3.h>", True),
    ("ui/app/example.cpp", "#include <GLES3/gl3.h>", True),
    ("ui/app/example.cpp", '#include "imgui_impl_opengl3.h"', True),
    ("ui/app/example.cpp", "#include <emscripten.h>", True),
    ("ui/app/example.cpp", '#include "gl/gl_api.hpp"', True),
    ("ui/gl/example.cpp", '#include "gl/gl_api.hpp"', False),
    ("ui/gl/example.cpp", "#include <GL/gl.h>", True),
    ("ui/app/example.cpp", "#ifdef __EMSCRIPTEN__", True),
    ("ui/app/example.cpp", '#include "data/inflate.hpp"', True),
    ("engine/src/example.cpp", '#include "imgui.h"', True),
    ("engine/src/example.cpp", '#include "ui/platform.hpp"', True),
    ("native/cli/example.cpp", '#include "imgui.h"', True),
    ("native/app/example.cpp", "#include <GLFW/glfw3.h>", False),
    ("web/example.cpp", "#include <emscripten.h>", False),
)


def check_rules(root):
    for path, line, wrong in EXAMPLES:
        if any(check_includes(root, path, [line])) != wrong:
            yield f"tests/includes.py: {path} with {line}: {'must be refused' if wrong else 'must pass'}"


def source_files(root):
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(set(folders) - SKIPPED)
        yield from (pathlib.Path(folder) / name for name in sorted(files) if pathlib.Path(name).suffix in SOURCES)


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent).resolve()
    problems = list(check_rules(root))
    files = 0
    for file in source_files(root):
        path = file.relative_to(root)
        files += 1
        lines = file.read_text(encoding="utf-8").splitlines()
        problems += check_length(str(path), lines)
        if file.suffix in (".cpp", ".hpp"):
            problems += check_includes(root, str(path), lines)
    print("\n".join(problems) if problems else f"{files} files: every dependency points the right way")
    sys.exit(1 if problems else 0)


main()
