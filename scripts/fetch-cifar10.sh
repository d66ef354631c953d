#!/usr/bin/env bash
# Downloads CIFAR-10 (binary version, 162 MB), checks it and unpacks it.
#
#   scripts/fetch-cifar10.sh            into build/data
#   scripts/fetch-cifar10.sh FOLDER     into another folder
#
# An interrupted download goes on where it stopped. CIFAR10_URL names another address of the archive.

set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname "$0")/lib/common.sh"

URL=${CIFAR10_URL:-https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz}
MD5=c32a1d4ab5d03f1284b67883e8d87530

is_right() { [[ -f $1 ]] && md5sum "$1" | grep -q "^$MD5 "; }

download() {
    local archive=$1 try status code
    for try in 1 2; do
        is_right "$archive" && return
        say "downloading $URL"
        status=0
        code=$(curl --fail --location --retry 3 --continue-at - --progress-bar --write-out '%{http_code}' \
            --output "$archive" "$URL") || status=$?
        # 33: the server cannot go on in the middle; 22 with 416: nothing is left to get.
        [[ $status -ne 22 || $code == 416 ]] ||
            fail "fetch ($URL): the server answered $code: try again later, or name another address in CIFAR10_URL"
        [[ $status -eq 0 || $status -eq 22 || $status -eq 33 ]] ||
            fail "fetch ($URL): download stopped: run the same command again, it goes on from there"
        is_right "$archive" && return
        # Complete but wrong: the part kept from an earlier run was of something else.
        rm -f "$archive"
        [[ $try -eq 2 ]] || say "the archive is not the expected one: once more from the start"
    done
    fail "fetch ($URL): MD5 $MD5 expected: this is not the official archive"
}

main() {
    case ${1:-} in
        -h | --help) show_help && exit 0 ;;
        -*) bad_usage "unknown option $1" ;;
    esac
    have curl || fail "fetch: curl is missing: run scripts/setup.sh"
    local folder=${1:-$BUILD/data}
    mkdir -p "$folder"
    folder=$(cd "$folder" && pwd)
    if [[ ! -e $folder/cifar-10-batches-bin/.complete ]]; then
        download "$folder/cifar-10-binary.tar.gz"
        say "unpacking"
        tar -xzf "$folder/cifar-10-binary.tar.gz" -C "$folder"
        touch "$folder/cifar-10-batches-bin/.complete"
    fi
    say "CIFAR-10 is in $folder/cifar-10-batches-bin; for this shell:"
    printf 'export CIFAR10_DIR=%q\n' "$folder/cifar-10-batches-bin"
}

main "$@"
