#!/usr/bin/env bash
# Formats the C++ sources.
#
#   scripts/format.sh            changes the files
#   scripts/format.sh --check    only says which would change

set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname "$0")/lib/common.sh"

sources() {
    cd "$ROOT" && find engine ui native web tests bench -name node_modules -prune -o \
        \( -name '*.cpp' -o -name '*.hpp' \) -print0
}

case ${1:-} in
    -h | --help) show_help ;;
    --check) sources | (cd "$ROOT" && xargs -0 -r clang-format-19 --dry-run -Werror) ;;
    '') sources | (cd "$ROOT" && xargs -0 -r clang-format-19 -i) ;;
    *) bad_usage "unknown option $1" ;;
esac
