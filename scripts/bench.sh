#!/usr/bin/env bash
# Runs the benchmarks.
#
#   scripts/bench.sh              squash bench on one thread and on all, then the programs of bench/
#   scripts/bench.sh --rivals     Squash, natively and in Chromium, beside Keras, PyTorch, onnxruntime-web, jax-js and
#                                 ConvNetJS, with the project's goals; everything also goes to build/bench/bench.json
#       --rounds N                how often each is measured, in turn with the others; medians count (default 3)
#       --seconds S               about how long each is measured a round (default 4)
#
# The rivals go to build/rivals (about 8 GB, most of it what PyTorch from PyPI brings along); one that cannot be
# had is shown as missing. CIFAR10_DIR names CIFAR-10's folder; without it the images are noise or generated.

set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname "$0")/lib/common.sh"
# shellcheck source=scripts/lib/build.sh
. "$ROOT/scripts/lib/build.sh"
# shellcheck source=scripts/lib/rivals.sh
. "$ROOT/scripts/lib/rivals.sh"

WITH_RIVALS=0
ROUNDS=3
ROUND_SECONDS=4

read_arguments() {
    while [[ $# -gt 0 ]]; do
        case $1 in
            -h | --help) show_help && exit 0 ;;
            --rivals) WITH_RIVALS=1 ;;
            --rounds | --seconds)
                [[ ${2:-} =~ ^[0-9]+$ && $2 -gt 0 ]] || bad_usage "$1: a number from 1 expected"
                if [[ $1 == --rounds ]]; then ROUNDS=$2; else ROUND_SECONDS=$2; fi
                shift
                ;;
            *) bad_usage "unknown option $1" ;;
        esac
        shift
    done
}

build_or_fail() {
    logged "configure-$1" configure "$1" || fail "cmake: see build/logs/configure-$1.log"
    logged "build-$1" build "$@" || fail "build: see build/logs/build-$1.log"
}

run_ours() {
    local threads program
    for threads in 1 0; do
        say "== squash bench --threads $threads"
        "$BUILD/native/squash" bench --threads "$threads"
    done
    for program in "$BUILD"/native/bench/bench_*; do
        [[ -f $program && -x $program ]] || continue
        say "== $(basename "$program")"
        "$program"
    done
}

run_with_rivals() {
    build_or_fail web
    install_rivals
    LIBGL_ALWAYS_SOFTWARE=1 python3 "$ROOT/bench/rivals/compare.py" --build "$BUILD" --node "$(test_node)" \
        --rounds "$ROUNDS" --seconds "$ROUND_SECONDS"
    say "all numbers: build/bench/bench.json; python3 bench/roofline.py draws the roofline"
}

main() {
    read_arguments "$@"
    ensure_set_up
    build_or_fail native
    if [[ $WITH_RIVALS -eq 1 ]]; then run_with_rivals; else run_ours; fi
}

main "$@"
