# Configuring and building a preset, for the scripts.
# shellcheck shell=bash

# Objects are found again in another checkout of the same sources.
export CCACHE_BASEDIR=$ROOT CCACHE_NOHASHDIR=1 CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-5G}

ensure_set_up() { "$ROOT/scripts/setup.sh"; }

# configure PRESET: always, since it takes a second and sees new settings (CIFAR10_DIR).
configure() { (cd "$ROOT" && cmake --preset "$1"); }

# build PRESET [target...]
build() {
    local preset=$1 target options=()
    shift
    for target in "$@"; do options+=(--target "$target"); done
    (cd "$ROOT" && cmake --build --preset "$preset" -j "$(jobs_count)" "${options[@]}")
}

# The Node.js for tests: the machine's, or the newer one beside it.
test_node() {
    if [[ -x $TOOLS/node/bin-node ]]; then
        printf '%s\n' "$TOOLS/node/bin-node"
    else
        command -v node
    fi
}
