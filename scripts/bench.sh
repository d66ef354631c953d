#!/usr/bin/env bash
# Runs the benchmarks.
#
#   scripts/bench.sh              squash bench on one thread and on all, then the programs of bench/
#   scripts/bench.sh --rivals     also installs Keras and PyTorch in build/rivals, and runs the same step there

set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname "$0")/lib/common.sh"
# shellcheck source=scripts/lib/build.sh
. "$ROOT/scripts/lib/build.sh"

RIVALS=$BUILD/rivals

install_rivals() {
    [[ ! -e $RIVALS/complete ]] || return 0
    say "installing Keras and PyTorch in build/rivals"
    python3 -m venv "$RIVALS" || fail "bench: python3-venv is missing: apt-get install python3-venv"
    "$RIVALS/bin/pip" install --quiet tensorflow-cpu keras torch || fail "bench: pip could not install the rivals"
    touch "$RIVALS/complete"
}

run_rivals() {
    local program
    for program in "$ROOT"/bench/rivals/*.py; do
        [[ -e $program ]] || continue
        say "== $(basename "$program" .py)"
        "$RIVALS/bin/python" "$program"
    done
}

main() {
    case ${1:-} in
        -h | --help) show_help && exit 0 ;;
        --rivals) install_rivals ;;
        '') ;;
        *) bad_usage "unknown option $1" ;;
    esac
    ensure_set_up
    logged configure-native configure native || fail "cmake: see build/logs/configure-native.log"
    logged build-native build native || fail "build: see build/logs/build-native.log"
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
    [[ ! -e $RIVALS/complete ]] || run_rivals
}

main "$@"
