#!/usr/bin/env bash
# Runs clang-tidy on the C++ sources, with the compile commands of the native build.
#
#   scripts/lint.sh             all sources that changed since they last passed
#   scripts/lint.sh FILE...     just these

set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname "$0")/lib/common.sh"

PASSED=$CACHE/tidy
TIDY=clang-tidy-19

# Every source that is shipped natively; of the kernels those of this processor. Left out are the page's host and the
# kernels of others, whose compilers' headers clang-tidy has not, and tests and bench: the headers of Catch2 and Google
# Benchmark cost ten seconds a file, and a needless copy there harms nobody.
sources() {
    cd "$ROOT" && {
        find engine/src ui native -name '*.cpp' ! -path '*/kernels/isa_*'
        grep -o 'engine/src/kernels/isa_[a-z0-9_]*\.cpp' build/native/compile_commands.json
    } | sort -u
}

# What a verdict depends on beside the file itself: all headers, the checks and the tool.
headers_hash() {
    cd "$ROOT" && { find engine ui native -name '*.hpp' -print0 | sort -z | xargs -0 -r cat; cat .clang-tidy; $TIDY --version; } |
        sha256sum | cut -c1-16
}

check_file() {
    local file=$1 stamp
    stamp=$PASSED/$HEADERS-$(sha256sum "$ROOT/$file" | cut -c1-32)
    [[ -e $stamp ]] && return
    (cd "$ROOT" && $TIDY --quiet -p build/native "$file" 2>/dev/null) && touch "$stamp"
}

main() {
    case ${1:-} in -h | --help) show_help && exit 0 ;; esac
    [[ -e $BUILD/native/compile_commands.json ]] || fail "lint: no native build: run cmake --preset native first"
    mkdir -p "$PASSED"
    find "$PASSED" -type f -mtime +14 -delete
    HEADERS=$(headers_hash)
    export HEADERS ROOT PASSED TIDY
    export -f check_file
    # shellcheck disable=SC2016  # expanded by the inner shell
    if [[ $# -gt 0 ]]; then printf '%s\n' "$@"; else sources; fi |
        xargs -P "$(jobs_count)" -I{} bash -c 'check_file "$1"' lint {}
}

main "$@"
