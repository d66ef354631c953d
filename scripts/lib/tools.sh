# What the packages alone don't give: a binaryen that emscripten accepts on Debian 12, acorn for a
# Node.js that is not Debian's, a Node.js with final relaxed SIMD. All under build/tools.
# shellcheck shell=bash

NODE_VERSION=20.20.2 # for tests, where the machine's own Node.js is older than 20

# Downloads packages (or their sources) once, into the cache; its name says what is in it.
fetch_debs() {
    local folder=$CACHE/debs/$1
    shift
    [[ -e $folder/complete ]] && return
    [[ -d $APT_HOME/lists ]] || refresh_package_index
    mkdir -p "$folder"
    (cd "$folder" && logged "apt-$(basename "$folder")" apt_private download "$@") ||
        fail "set-up (apt): cannot download $*: see build/logs"
    touch "$folder/complete"
}

install_binaryen() {
    local from=$CACHE/debs/binaryen-120 to=$TOOLS/binaryen
    if [[ $(installed_version binaryen) == 1[2-9]* ]]; then
        say "set-up: binaryen is the system's"
        rm -rf "$to"
        return
    fi
    if [[ ! -e $to/complete ]]; then
        say "set-up: binaryen 120 with its own libc goes to build/tools/binaryen"
        fetch_debs binaryen-120 binaryen/trixie libc6/trixie libstdc++6/trixie libgcc-s1/trixie
        rm -rf "$to"
        mkdir -p "$to/root" "$to/bin"
        local deb
        for deb in "$from"/*.deb; do dpkg -x "$deb" "$to/root"; done
        touch "$to/complete"
    else
        say "set-up: binaryen 120 is there"
    fi
    wrap_binaryen "$to"
}

# Newer programs on an older libc: each is started through the loader that came along with it.
# Written anew each time, so that a moved checkout mends itself.
wrap_binaryen() {
    local to=$1 lib loader tool
    loader=$(find "$to/root" -name 'ld-linux*.so.*' | head -n 1)
    lib=$(dirname "$(find "$to/root" -name 'libstdc++.so.6' | head -n 1)"):$(dirname "$loader")
    lib=$lib:$(dirname "$(find "$to/root" -name 'libc.so.6' | head -n 1)"):$(dirname "$(find "$to/root" -name 'libgcc_s.so.1' | head -n 1)")
    for tool in "$to"/root/usr/bin/wasm*; do
        write_if_changed "$to/bin/$(basename "$tool")" <<END
#!/bin/sh
exec "$loader" --library-path "$lib" "$tool" "\$@"
END
        chmod +x "$to/bin/$(basename "$tool")"
    done
}

write_if_changed() {
    local text
    text=$(cat)
    [[ -e $1 && $(<"$1") == "$text" ]] && return
    mkdir -p "$(dirname "$1")"
    printf '%s\n' "$text" >"$1"
}

# emscripten's own configuration, in the build folder; cmake/web.toolchain.cmake points em++ at it.
configure_emscripten() {
    say "set-up: emscripten is configured in build/tools/emscripten.config"
    local binaryen=/usr
    [[ ! -d $TOOLS/binaryen/bin ]] || binaryen=$TOOLS/binaryen
    write_if_changed "$TOOLS/acorn-hook.mjs" <<'END'
// emscripten imports acorn, which Debian keeps where only Debian's own Node.js looks.
import { register } from 'node:module';
const hook = `
export async function resolve(name, context, next) {
    if (name !== 'acorn') return next(name, context);
    try { return await next(name, context); }
    catch { return next('file:///usr/share/nodejs/acorn/dist/acorn.mjs', context); }
}`;
register('data:text/javascript,' + encodeURIComponent(hook));
END
    write_if_changed "$TOOLS/emscripten.config" <<END
LLVM_ROOT = '/usr/lib/llvm-19/bin'
BINARYEN_ROOT = '$binaryen'
NODE_JS = ['$(command -v node)', '--no-warnings', '--import', 'file://$TOOLS/acorn-hook.mjs']
FROZEN_CACHE = True
COMPILER_WRAPPER = '$(command -v ccache)'
END
    write_if_changed "$TOOLS/env.sh" <<END
# Sourced by the scripts, for a shell that calls em++ itself: . build/tools/env.sh
export EM_CONFIG='$TOOLS/emscripten.config'
END
}
