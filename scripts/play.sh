#!/usr/bin/env bash
# Sets up what is missing, builds, and plays.
#
#   scripts/play.sh                 the page, at http://localhost:8080/
#   scripts/play.sh --port 9000     the page at another port
#   scripts/play.sh native          the window
#   scripts/play.sh train           trains on the command line, for example
#   scripts/play.sh train --activation tanh --epochs 3
#
# CIFAR10_DIR names the folder with CIFAR-10's .bin files (scripts/fetch-cifar10.sh gets them); without it
# generated images are used.

set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname "$0")/lib/common.sh"
# shellcheck source=scripts/lib/build.sh
. "$ROOT/scripts/lib/build.sh"

# Everything but the program's own output goes to stderr, so that `play.sh train --json` can be piped.
prepare() {
    ensure_set_up >&2
    say "building $*" >&2
    logged "configure-$1" configure "$1" || fail "cmake (preset $1): see build/logs/configure-$1.log"
    build "$@" >&2 || fail "build (preset $1): failed, see above"
}

# Before minutes of building. Where nobody listens a connection is refused.
port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

play_page() {
    local port=8080
    while [[ $# -gt 0 ]]; do
        case $1 in
            --port)
                [[ ${2:-} =~ ^[0-9]+$ && $2 -le 65535 ]] || bad_usage "--port: a number up to 65535 expected"
                port=$2
                shift
                ;;
            *) bad_usage "unknown option $1" ;;
        esac
        shift
    done
    port_is_free "$port" || fail "port $port is in use by another program: choose one with --port N"
    prepare web site
    exec node "$ROOT/scripts/serve.mjs" "$BUILD/site" --port "$port"
}

main() {
    local what=${1:-page}
    case $what in
        -h | --help) show_help ;;
        native)
            shift
            prepare native squash-app
            exec "$BUILD/native/squash-app" "$@"
            ;;
        train)
            prepare native squash
            exec "$BUILD/native/squash" "$@"
            ;;
        page | --*)
            [[ $what != page || $# -eq 0 ]] || shift
            play_page "$@"
            ;;
        *) bad_usage "unknown command $what" ;;
    esac
}

main "$@"
