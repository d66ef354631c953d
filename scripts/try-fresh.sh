#!/usr/bin/env bash
# Tries this checkout on a bare Debian system, made by debootstrap in a folder of the build.
#
#   scripts/try-fresh.sh bookworm                      Debian 12: scripts/test.sh in it
#   scripts/try-fresh.sh trixie                        Debian 13
#   scripts/try-fresh.sh trixie scripts/setup.sh       another command instead of the tests
#   scripts/try-fresh.sh --keep trixie                 goes on with the system made last time
#
# What is committed is tried, nothing else. Needs root. CIFAR10_DIR, where it is set, is seen inside.
# TMPDIR names another place for the system (about 6 GB).

set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname "$0")/lib/common.sh"
# shellcheck source=scripts/lib/debian.sh
. "$ROOT/scripts/lib/debian.sh"

KEEP=0
SUITE=
SYSTEM=
COMMAND=(scripts/test.sh)

read_arguments() {
    while [[ $# -gt 0 ]]; do
        case $1 in
            -h | --help) show_help && exit 0 ;;
            --keep) KEEP=1 ;;
            bookworm | trixie)
                SUITE=$1
                shift
                [[ $# -eq 0 ]] || COMMAND=("$@")
                break
                ;;
            *) bad_usage "$1" ;;
        esac
        shift
    done
    [[ -n $SUITE ]] || bad_usage "which Debian? bookworm or trixie"
    [[ $EUID -eq 0 ]] || fail "try-fresh: needs root, for debootstrap and chroot"
    SYSTEM=${TMPDIR:-$BUILD}/fresh-$SUITE
}

unmount_all() {
    local place
    for place in cifar10 dev/pts dev/shm dev sys proc; do
        mountpoint -q "$SYSTEM/$place" && umount -l "$SYSTEM/$place"
    done
    return 0
}

install_debootstrap() {
    have debootstrap && return
    say "try-fresh: installing debootstrap"
    refresh_package_index
    logged debootstrap-install apt_private install -y --no-remove debootstrap ||
        fail "try-fresh: debootstrap: see build/logs/debootstrap-install.log"
}

make_system() {
    if [[ $KEEP -eq 1 && -e $SYSTEM/etc/squash-fresh ]]; then
        say "try-fresh: going on with $SYSTEM"
        return
    fi
    local mirror security
    mirror=$(debian_mirror)
    say "try-fresh: making a bare $SUITE in $SYSTEM"
    unmount_all
    rm -rf --one-file-system "$SYSTEM"
    mkdir -p "$SYSTEM"
    logged "debootstrap-$SUITE" debootstrap --variant=minbase "$SUITE" "$SYSTEM" "$mirror" ||
        fail "try-fresh: debootstrap: see build/logs/debootstrap-$SUITE.log"
    {
        printf 'deb %s %s main\ndeb %s %s-updates main\n' "$mirror" "$SUITE" "$mirror" "$SUITE"
        security=$(debian_mirror "$(release_name)-security")
        [[ -z $security ]] || printf 'deb %s %s-security main\n' "$security" "$SUITE"
    } >"$SYSTEM/etc/apt/sources.list"
    # How this machine reaches its mirror (proxies, clocks) holds inside as well.
    apt-config dump Acquire >"$SYSTEM/etc/apt/apt.conf.d/90host"
    touch "$SYSTEM/etc/squash-fresh"
}

mount_all() {
    mount -t proc proc "$SYSTEM/proc"
    mount -t sysfs sys "$SYSTEM/sys"
    mount --bind /dev "$SYSTEM/dev"
    mount -t devpts devpts "$SYSTEM/dev/pts" -o newinstance,ptmxmode=0666 || true
    mkdir -p "$SYSTEM/dev/shm"
    mountpoint -q /dev/shm && mount --bind /dev/shm "$SYSTEM/dev/shm"
    cp -L /etc/resolv.conf /etc/hosts "$SYSTEM/etc/"
}

copy_checkout() {
    say "try-fresh: copying the last commit"
    rm -rf "$SYSTEM/squash.new"
    git clone -q --no-hardlinks "$ROOT" "$SYSTEM/squash.new"
    mkdir -p "$SYSTEM/squash"
    # The build folder of an earlier try stays, so that --keep is quick.
    find "$SYSTEM/squash" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
    cp -a "$SYSTEM/squash.new/." "$SYSTEM/squash/"
    rm -rf "$SYSTEM/squash.new"
}

# Proxies and the certificates of a network's own authority, where this machine has such.
host_settings() {
    env | grep -iE '^(https?_proxy|no_proxy|npm_config_registry)=' || true
    if [[ -f ${NODE_EXTRA_CA_CERTS:-} ]]; then
        cp "$NODE_EXTRA_CA_CERTS" "$SYSTEM/etc/host-certificates.crt"
        printf 'NODE_EXTRA_CA_CERTS=/etc/host-certificates.crt\n'
    fi
    if [[ -d ${CIFAR10_DIR:-} ]]; then
        mkdir -p "$SYSTEM/cifar10"
        mount --bind "$CIFAR10_DIR" "$SYSTEM/cifar10"
        printf 'CIFAR10_DIR=/cifar10\n'
    fi
}

run_inside() {
    local settings
    mapfile -t settings < <(host_settings)
    say "try-fresh: ${COMMAND[*]}"
    # shellcheck disable=SC2016  # expanded inside
    chroot "$SYSTEM" /usr/bin/env -i HOME=/root TERM=dumb LANG=C.UTF-8 \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${settings[@]}" \
        /bin/bash -c 'cd /squash && exec "$@"' try-fresh "${COMMAND[@]}" </dev/null
}

main() {
    read_arguments "$@"
    install_debootstrap
    make_system
    trap unmount_all EXIT
    trap 'exit 130' INT TERM
    mount_all
    copy_checkout
    run_inside
}

main "$@"
