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
WINDOWS = re.compile(r"imgui|glfw|^GL/|^GLES|emscripten|imstb", re.I)

# Folder -> (which of our folders its includes may point into, may it know windows and browsers).
# Longest folder first. A folder may always include its own.
LAYERS = {
    "engine/include": ((), False),
    "engine/src": (("engine/include",), False),
    "ui": (("engine/include",), True),
    "native/cli": (("engine/include",), False),
    "native/app": (("ui", "engine/include", "native/gl"), True),
    "native/gl": (("ui",), True),
    "web": (("ui", "engine/include"), True),
}
# The one header that each host brings for the front end, chosen by the include path.
HOST_HEADERS = {"gl/gl_api.hpp"}
# Only hosts may ask which platform this is.
PLATFORM_MACROS = re.compile(r"__EMSCRIPTEN__|_WIN32\b|__APPLE__")


def layer_of(path):
    return next((folder for folder in LAYERS if path.startswith(folder + "/")), None)


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
    allowed, knows_windows = LAYERS[layer]
    for number, line in enumerate(lines, 1):
        if layer in ("engine/include", "engine/src", "ui") and PLATFORM_MACROS.search(line):
            yield f"{path}:{number}: {layer} asks for a platform: put it behind an interface that the host implements"
        match = INCLUDE.match(line)
        if not match:
            continue
        name = match.group(2)
        if name in HOST_HEADERS and layer == "ui":
            continue
        if not knows_windows and WINDOWS.search(name):
            yield f"{path}:{number}: {layer} may not include {name}"
        target = target_folder(root, path, name)
        if target and target != layer and target not in allowed:
            yield f"{path}:{number}: {layer} may not include {name} of {target}"


def check_length(path, lines):
    if len(lines) > MAX_LINES:
        yield f"{path}: {len(lines)} lines: split it, {MAX_LINES} are the most"


def source_files(root):
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(set(folders) - SKIPPED)
        yield from (pathlib.Path(folder) / name for name in sorted(files) if pathlib.Path(name).suffix in SOURCES)


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent).resolve()
    problems = []
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
