# The Debian packages that Squash is built with, installed without changing anything else of the
# machine: apt runs with its own source list, pins, index and archive folder, kept under build/apt.
# shellcheck shell=bash

APT_HOME=$BUILD/apt
EMSCRIPTEN_VERSION='3.1.69*' # the first with final relaxed-SIMD opcodes and a C++20 library
XSIMD_VERSION='13.2*'        # the first with WebAssembly
IMGUI_VERSION=1.92.2b        # sharp fonts at any scale

# Offered by each release itself, in a version that is good enough.
PLAIN_PACKAGES=(
    ca-certificates cmake curl git ninja-build ccache xz-utils
    clang-19 clang-format-19 clang-tidy-19 lld-19 llvm-19 libclang-rt-19-dev g++
    libglfw3-dev libgl-dev libgl1-mesa-dri nlohmann-json3-dev libcli11-dev libfmt-dev libstb-dev
    libbenchmark-dev python3 python3-fonttools fonts-inter fonts-jetbrains-mono
    xvfb xauth xdotool chromium shellcheck g++-aarch64-linux-gnu qemu-user-static
)
# Always from trixie, by the pins below.
TRIXIE_PACKAGES=(emscripten libxsimd-dev)

release_name() {
    # shellcheck disable=SC1091
    (. /etc/os-release && printf '%s\n' "${VERSION_CODENAME:-unknown}")
}

wanted_packages() {
    printf '%s\n' "${PLAIN_PACKAGES[@]}" "${TRIXIE_PACKAGES[@]}"
    # A Node.js from elsewhere stays what it is.
    have node || printf 'nodejs\n'
    have npm || printf 'npm\n'
}

installed_version() {
    local status
    # shellcheck disable=SC2016  # the field names are dpkg's, not the shell's
    status=$(dpkg-query -W -f '${db:Status-Status} ${Version}' "$1" 2>/dev/null) || return 0
    [[ $status != "installed "* ]] || printf '%s\n' "${status#installed }"
}

missing_packages() {
    local package version
    while read -r package; do
        version=$(installed_version "$package")
        # shellcheck disable=SC2254  # the versions are patterns on purpose
        case $package:$version in
            *:) printf '%s\n' "$package" ;;
            emscripten:$EMSCRIPTEN_VERSION | libxsimd-dev:$XSIMD_VERSION) ;;
            emscripten:* | libxsimd-dev:*) printf '%s\n' "$package" ;;
        esac
    done < <(wanted_packages)
}

check_system() {
    local problems=() release
    release=$(release_name)
    if [[ $release != bookworm && $release != trixie ]]; then
        problems+=("Debian 12 (bookworm) or 13 (trixie); this is $(uname -s) ${release}")
    fi
    have apt-get || problems+=("apt-get")
    if [[ $EUID -ne 0 ]] && ! { have sudo && sudo -v; }; then
        problems+=("root, or sudo for this user, to install: $(missing_packages | tr '\n' ' ')")
    fi
    [[ ${#problems[@]} -eq 0 ]] && return
    printf 'squash: set-up (scripts/setup.sh): missing:\n' >&2
    printf '  - %s\n' "${problems[@]}" >&2
    exit 1
}

# apt with everything of its own under build/apt; only dpkg's database is the machine's.
apt_options() {
    printf '%s\n' -q -o "Dir::Etc::SourceList=/dev/null" -o "Dir::Etc::SourceParts=$APT_HOME/sources" \
        -o "Dir::Etc::PreferencesParts=$APT_HOME/preferences" -o "Dir::State::Lists=$APT_HOME/lists" \
        -o "Dir::Cache=$APT_HOME/cache" -o "APT::Sandbox::User=root" -o "DPkg::Lock::Timeout=600" \
        -o "Acquire::Retries=3" -o "APT::Install-Recommends=false" -o "Acquire::Languages=none" \
        -o "APT::Update::Post-Invoke-Success::=true" -o "APT::Keep-Downloaded-Packages=true"
}

apt_private() {
    local options
    mapfile -t options < <(apt_options)
    DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" "$@"
}

# The address this machine itself takes a suite from (its own release if none is named), so that
# mirrors and proxies keep working. Reads both forms of apt's source files.
debian_mirror() {
    { cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null || true; } |
        awk -v suite="${1:-$(release_name)}" '
            function listed(n) { for (; n <= NF; n++) if ($n == suite) return 1; return 0 }
            /^deb / { gsub(/\[[^]]*\]/, ""); $0 = $0; if (!found && $3 == suite) found = $2 }
            /^URIs:/ { uri = $2 }
            /^Suites:/ { if (!found && listed(2)) wanted = 1 }
            wanted && uri { found = uri; wanted = 0 }
            /^[ \t]*$/ { uri = ""; wanted = 0 }
            END { print found }'
}

write_sources() {
    local mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg release
    release=$(release_name)
    mirror=$(debian_mirror)
    [[ -n $mirror ]] || fail "set-up (/etc/apt): no source entry for Debian $release: add one"
    rm -rf "$APT_HOME/sources" "$APT_HOME/preferences"
    mkdir -p "$APT_HOME"/{sources,preferences,lists/partial,cache/archives/partial}
    local file
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
        [[ ! -f $file ]] || cp "$file" "$APT_HOME/sources/"
    done
    {
        [[ $release == trixie ]] || debian_source deb trixie "$mirror" "$keyring"
        debian_source deb-src trixie "$mirror" "$keyring"
        debian_source deb-src forky "$mirror" "$keyring"
    } >"$APT_HOME/sources/squash.sources"
    write_pins
}

debian_source() {
    printf 'Types: %s\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n\n' "$1" "$3" "$2" "$4"
}

# Nothing comes from trixie on Debian 12 but what is named here.
write_pins() {
    {
        if [[ $(release_name) != trixie ]]; then
            printf 'Package: *\nPin: release n=trixie\nPin-Priority: 100\n\n'
        fi
        printf 'Package: emscripten\nPin: version %s\nPin-Priority: 990\n\n' "$EMSCRIPTEN_VERSION"
        printf 'Package: libxsimd-dev\nPin: version %s\nPin-Priority: 990\n\n' "$XSIMD_VERSION"
    } >"$APT_HOME/preferences/squash"
}

refresh_package_index() {
    say "set-up: reading Debian's package index (into build/apt, the machine's own stays as it is)"
    write_sources
    logged apt-update apt_private update -o APT::Update::Error-Mode=any ||
        fail "set-up (apt update): no package index: network or mirror missing, see build/logs/apt-update.log"
}

# apt works as root: the build folder stays the user's, also where that failed or was stopped.
install_packages_by_sudo() {
    local status=0
    # A handler keeps this shell alive until the folder is given back; sudo gets the signal as ever.
    trap 'status=130' INT
    trap 'status=143' TERM
    sudo XDG_CACHE_HOME="${CACHE%/squash}" "$ROOT/scripts/setup.sh" --packages-only || status=$?
    sudo chown -R "$(id -u):$(id -g)" "$BUILD" ||
        say "set-up: build/ may be root's in part: sudo chown -R $(id -u):$(id -g) '$BUILD'" >&2
    trap - INT TERM
    return "$status"
}

install_packages() {
    local missing plan
    mapfile -t missing < <(missing_packages)
    if [[ ${#missing[@]} -eq 0 ]]; then
        say "set-up: Debian packages are there"
        return
    fi
    check_system
    if [[ $EUID -ne 0 ]]; then
        install_packages_by_sudo
        return
    fi
    refresh_package_index
    # An earlier run may have been stopped in the middle of dpkg.
    logged dpkg-configure dpkg --configure -a || fail "set-up (dpkg): see build/logs/dpkg-configure.log"
    plan=$(apt_private -s install --no-remove "${missing[@]}" 2>&1) ||
        fail "set-up (apt): ${missing[*]}: cannot be installed here: $(grep -E '^(E:| )' <<<"$plan" | head -5)"
    say "set-up: installing ${missing[*]}"
    say "        $(grep -E '^[0-9]+ upgraded' <<<"$plan")"
    apt_private install -y --no-remove "${missing[@]}" 2>&1 | show_apt_progress
    [[ -z $(missing_packages) ]] || fail "set-up (apt): see build/logs/apt-install.log"
    rm -rf "$APT_HOME/cache"
}

# Everything goes to the log; a person sees a growing count.
show_apt_progress() {
    mkdir -p "$LOGS"
    tee "$LOGS/apt-install.log" | awk -v tty="$([[ -t 1 ]] && echo 1 || echo 0)" '
        /newly installed/ { total = $3 }
        /^Get:/ { got++; step("downloaded", got) }
        /^Setting up/ { done++; step("installed", done) }
        function step(what, n) {
            if (tty) printf "\r        %s %d of %d packages   ", what, n, total
            else if (n % 50 == 0 || n == total) printf "        %s %d of %d packages\n", what, n, total
            fflush()
        }
        END { if (tty) print "" }'
}
