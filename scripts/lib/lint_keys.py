#!/usr/bin/env python3
"""For each source named on stdin: KEY SOURCE, where the key changes with all that clang-tidy's verdict depends on.

That is the source and every header the build's compiler read for it (ninja keeps the list), its compile command, the checks,
and the tool. Checkouts share keys: where they lie does not count. A source whose last build is older than what it reads,
or missing, has the key "-": nobody knows what it includes.

    lint_keys.py ROOT BUILD TIDY < sources
"""

import hashlib
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

BUILT = re.compile(r"deps mtime (\d+) \(VALID\)")  # of an object file; nanoseconds


@cache
def content(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def dependencies(build: Path) -> dict[Path, set[Path]]:
    """Of each source, the files its compilations read."""
    listing = subprocess.run(["ninja", "-C", build, "-t", "deps"], capture_output=True, text=True, check=True).stdout
    found: dict[Path, set[Path]] = {}
    for block in listing.split("\n\n"):
        head, *files = block.split("\n")
        built = BUILT.search(head)
        if not built or not files:
            continue
        paths = [Path(build, name.strip()).resolve() for name in files]
        if all(path.is_file() and path.stat().st_mtime_ns <= int(built[1]) for path in paths):
            found.setdefault(paths[0], set()).update(paths)
    return found


def main() -> None:
    root, build, tidy = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), sys.argv[3]
    version = subprocess.run([tidy, "--version"], capture_output=True, check=True).stdout
    commands: dict[Path, str] = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        source = Path(entry["directory"], entry["file"]).resolve()
        commands[source] = commands.get(source, "") + entry["command"]
    read = dependencies(build)
    for name in sys.stdin.read().split():
        source = (root / name).resolve()
        if source not in read:
            print("-", name)
            continue
        key = hashlib.sha256(version + content(root / ".clang-tidy"))
        key.update(commands.get(source, "").replace(str(root), "").encode())
        for path in sorted(read[source]):
            key.update(str(path).removeprefix(str(root)).encode() + content(path))
        print(key.hexdigest()[:32], name)


main()
