# Shared by every script here: where things are, and how they speak. Source it, don't run it.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
BUILD=$ROOT/build
LOGS=$BUILD/logs
# Downloads survive a deleted build folder and are shared by checkouts.
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/squash
TOOLS=$BUILD/tools
THIRD_PARTY=$BUILD/third_party

say() { printf '%s\n' "$*"; }

fail() {
    printf 'squash: %s\n' "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# At most this many compilers at once; SQUASH_JOBS overrides.
jobs_count() { printf '%s\n' "${SQUASH_JOBS:-$(nproc)}"; }

# Runs a command with its output in build/logs/NAME.log, and shows the end of that only when it fails.
logged() {
    local name=$1 log
    shift
    mkdir -p "$LOGS"
    log=$LOGS/$name.log
    if "$@" >"$log" 2>&1 </dev/null; then
        return 0
    fi
    tail -n 40 "$log" >&2
    return 1
}

# What root once wrote into the build folder would stop later runs, each time with another message.
require_own_build() {
    mkdir -p "$LOGS" 2>/dev/null || true
    [[ -d $LOGS && -w $LOGS && -w $BUILD && -z $(find "$LOGS" ! -writable -print -quit) ]] ||
        fail "set-up ($LOGS): not all of it can be written, as after a run as root: sudo chown -R $(id -u):$(id -g) '$BUILD'"
}

# The option's help is the comment at the top of the script itself.
show_help() { sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; }

bad_usage() {
    printf 'squash: %s: see %s --help\n' "$1" "$(basename "$0")" >&2
    exit 2
}
