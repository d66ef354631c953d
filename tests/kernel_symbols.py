"""Fails when code made for one instruction set could be linked into code for every processor.

An inline function that isa_avx512.cpp shares with other sources is compiled once for AVX-512 and once
without; the linker keeps either, and an older processor may then meet an instruction it lacks.

usage: tests/kernel_symbols.py BUILD_FOLDER
"""

import pathlib
import platform
import subprocess
import sys


def weak_functions(objects):
    command = ["llvm-nm-19", "--defined-only", "--no-sort", *map(str, objects)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return {fields[-1] for fields in map(str.split, lines) if len(fields) >= 3 and fields[-2] == "W"}


def main():
    build = pathlib.Path(sys.argv[1])
    # All of them: any two that are linked into one program share their inline functions.
    objects = sorted(build.rglob("*.o"))
    special = [file for file in objects if file.name.startswith("isa_avx")]
    if not special and platform.machine() in ("x86_64", "AMD64"):
        sys.exit(f"{build}: no object of an instruction set: is it built, and for this processor?")
    problems = 0
    for file in special:
        others = weak_functions(other for other in objects if other != file)
        for name in sorted(weak_functions([file]) & others):
            print(f"{file.name}: shares {name} with sources for other processors")
            problems += 1
    print(f"{len(special)} instruction sets, {problems} shared functions")
    sys.exit(1 if problems else 0)


main()
