#!/usr/bin/env bash
# Sets up what is missing, builds everything and runs every test; closes with `N passed, N failed`.
#
#   scripts/test.sh                  everything, quick checks first
#   scripts/test.sh --only 'page*'   only the stages whose name matches (see the lines of a full run)
#   scripts/test.sh --no-setup       without looking whether the set-up is complete
#
# Logs are in build/logs, screenshots in build/screenshots. CIFAR10_DIR names CIFAR-10's folder; without
# it the tests that need it are skipped.

set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname "$0")/lib/common.sh"
# shellcheck source=scripts/lib/build.sh
. "$ROOT/scripts/lib/build.sh"
# shellcheck source=scripts/lib/stages.sh
. "$ROOT/scripts/lib/stages.sh"

SETUP=1
BUILT=" " # presets
export SQUASH="$BUILD/native/squash" SQUASH_APP="$BUILD/native/squash-app" SQUASH_SITE="$BUILD/site"
export SQUASH_SCREENSHOTS="$BUILD/screenshots"
# The page's tests start Chromium on a machine without a screen or a graphics card.
export LIBGL_ALWAYS_SOFTWARE=1 NO_COLOR=1

read_arguments() {
    while [[ $# -gt 0 ]]; do
        case $1 in
            -h | --help) show_help && exit 0 ;;
            --no-setup) SETUP=0 ;;
            --only)
                [[ $# -gt 1 ]] || bad_usage "--only: a pattern expected"
                ONLY=$2
                shift
                ;;
            *) bad_usage "unknown option $1" ;;
        esac
        shift
    done
}

build_preset() {
    configure "$1" && build "$@"
}

check_scripts() { (cd "$ROOT" && shellcheck -x scripts/*.sh .ci/run); }

quick_checks() {
    stage "includes" python3 "$ROOT/tests/includes.py" || true
    stage "scripts" check_scripts || true
    stage "format" "$ROOT/scripts/format.sh" --check || true
}

native_tests() {
    stage "build native" build_preset native || return 0
    BUILT+="native "
    stage "kernel symbols" python3 "$ROOT/tests/kernel_symbols.py" "$BUILD/native" || true
    # Both use one core most of the time.
    begin "engine" "$BUILD/native/engine_tests"
    begin "ui" "$BUILD/native/ui_tests"
    finish || true
    script_tests cli 2 "$ROOT"/tests/cli/
}

# One window after the other: they keep times.
window_tests() {
    script_tests window 1 "$ROOT"/tests/native/ xvfb-run -a -s '-screen 0 2560x1440x24'
}

# script_tests NAME COUNT FOLDER [wrapper...]: each program of the folder is a stage, COUNT of them at a time.
# Files that begin with lib or _ are helpers of the others.
script_tests() {
    local name=$1 count=$2 folder=$3 file base
    shift 3
    compgen -G "$folder*.test.mjs" >/dev/null || stage "$name" false || true # lost tests are no success
    for file in "$folder"*.sh "$folder"*.py "$folder"*.mjs; do
        base=$(basename "$file")
        [[ -f $file && $base != lib* && $base != _* && $base != common* ]] || continue
        room "$count"
        case $file in
            *.sh) begin "$name ${base%.*}" "$@" bash "$file" ;;
            *.py) begin "$name ${base%.*}" "$@" python3 "$file" ;;
            *.test.mjs) begin "$name ${base%%.*}" "$@" "$(test_node)" --test --test-reporter=tap "$file" ;;
        esac
    done
    finish || true
}

node_tests() {
    (cd "$ROOT" && "$(test_node)" --experimental-wasm-relaxed-simd "$BUILD/web/$1.cjs")
}

page_tests() {
    (cd "$ROOT" && "$(test_node)" --test --test-concurrency=1 --test-reporter=tap tests/web/*.test.mjs)
}

web_tests() {
    local flavour
    for flavour in engine_tests_wasm engine_tests_wasm_relaxed; do begin "node $flavour" node_tests "$flavour"; done
    finish || true
    stage "page" page_tests || true
}

# What was found before is kept beside the build, so that each run goes on from there.
fuzz_formula() {
    mkdir -p "$BUILD/fuzz/corpus"
    "$BUILD/fuzz/formula_fuzz" -max_total_time=60 -timeout=10 -rss_limit_mb=1024 -max_len=1200 -print_final_stats=1 \
        -dict="$ROOT/tests/fuzz/formula.dict" -artifact_prefix="$BUILD/fuzz/" "$BUILD/fuzz/corpus"
}

# Of the engine's tests under the sanitizers and for another processor, and of the fuzzer.
other_builds() {
    local kind
    for kind in asan tsan aarch64; do
        stage "configure $kind" configure "$kind" && stage "build $kind" build "$kind" engine_tests && BUILT+="$kind "
    done
    if stage "build fuzz" build_preset fuzz; then BUILT+="fuzz "; fi
}

is_built() { [[ $BUILT == *" $1 "* ]]; }

address_lane() {
    export ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1
    ! is_built asan || behind "asan engine" "$BUILD/asan/engine_tests"
    ! is_built fuzz || behind "fuzz formula" fuzz_formula
}

# What one thread computes alone cannot race, and takes minutes under the thread sanitizer. Emulated is only what runs
# the kernels, and one training beside Keras's.
thread_lane() {
    export TSAN_OPTIONS=halt_on_error=1
    ! is_built tsan || behind "tsan engine" "$BUILD/tsan/engine_tests" '~[reference]~[gradients]~[kernels]'
    ! is_built aarch64 || behind "neon kernels" qemu-aarch64-static "$BUILD/aarch64/engine_tests" '[kernels]'
    ! is_built aarch64 || behind "neon training" qemu-aarch64-static "$BUILD/aarch64/engine_tests" '[emulated]'
}

main() {
    read_arguments "$@"
    [[ $SETUP -eq 0 ]] || ensure_set_up
    mkdir -p "$SQUASH_SCREENSHOTS" "$LOGS"
    rm -f "$LOGS"/*.status # of a run that was stopped
    quick_checks
    native_tests
    if stage "build web" build_preset web; then BUILT+="web "; fi
    other_builds
    stage "clang-tidy" "$ROOT/scripts/lint.sh" || true
    lane address_lane
    lane thread_lane
    ! is_built native || window_tests
    ! is_built web || web_tests
    finish_lanes "asan engine" "tsan engine" "fuzz formula" "neon kernels" "neon training" || true
    [[ $((PASSED + FAILED)) -gt 0 ]] || bad_usage "--only $ONLY: no stage has such a name; a full run shows them"
    printf '%d passed, %d failed\n' "$PASSED" "$FAILED"
    [[ $FAILED -eq 0 ]]
}

main "$@"
