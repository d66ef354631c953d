#!/usr/bin/env bash
# Installs what Squash is built and tested with, on Debian 12 or 13, as root or with sudo.
#
#   scripts/setup.sh          install what is missing; a second run takes seconds, changes nothing
#   scripts/setup.sh --help   this text
#
# Nothing of the machine is changed but added packages: apt's own settings, sources and index stay as
# they are, tools and sources go to the build folder, downloads to ~/.cache/squash.

set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname "$0")/lib/common.sh"
# shellcheck source=scripts/lib/debian.sh
. "$ROOT/scripts/lib/debian.sh"
# shellcheck source=scripts/lib/tools.sh
. "$ROOT/scripts/lib/tools.sh"
# shellcheck source=scripts/lib/sources.sh
. "$ROOT/scripts/lib/sources.sh"

main() {
    case ${1:-} in
        -h | --help) show_help && exit 0 ;;
        --packages-only) install_packages && exit 0 ;; # how it calls itself under sudo
        '') ;;
        *) bad_usage "$1" ;;
    esac
    require_own_build
    install_packages
    install_node
    install_binaryen
    configure_emscripten
    unpack_sources
    link_headers
    install_npm_packages
    say "set-up: done"
}

main "$@"
