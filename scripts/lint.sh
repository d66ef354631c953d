#!/usr/bin/env bash
# Runs clang-tidy on the C++ sources, with the compile commands of the native build.
#
#   scripts/lint.sh             all sources whose text, headers included, has not passed before
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

# check_file KEY FILE: passes at once where the same text passed before. The stamp is named by the key that was
# taken before the check, so an edit made meanwhile is seen next time.
check_file() {
    local stamp=$PASSED/$1 file=$2
    [[ $1 == - || ! -e $stamp ]] || return 0
    (cd "$ROOT" && $TIDY --quiet -p build/native "$file" 2>/dev/null) || return 1
    [[ $1 == - ]] || touch "$stamp"
}

main() {
    case ${1:-} in -h | --help) show_help && exit 0 ;; esac
    [[ -e $BUILD/native/compile_commands.json ]] || fail "lint: no native build: run cmake --preset native first"
    mkdir -p "$PASSED"
    find "$PASSED" -type f -mtime +14 -delete
    export ROOT PASSED TIDY
    export -f check_file
    # shellcheck disable=SC2016  # expanded by the inner shell
    if [[ $# -gt 0 ]]; then printf '%s\n' "$@"; else sources; fi |
        python3 "$ROOT/scripts/lib/lint_keys.py" "$ROOT" "$BUILD/native" "$TIDY" |
        xargs -P "$(jobs_count)" -L1 bash -c 'check_file "$1" "$2"' lint
}

main "$@"
