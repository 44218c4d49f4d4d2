# shellcheck shell=bash
# What ./run and ./test share. Sourced with the repository's root as working directory.

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }

die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Prints the packages of the named lists (scripts/packages/NAME.txt).
packages_in() {
    local list
    for list in "$@"; do
        sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "scripts/packages/$list.txt"
    done
}

# Installs what is missing of the named lists; says what and why before it asks for rights.
ensure_packages() {
    command -v apt-get >/dev/null || die "this needs a Debian 12 machine (apt-get is not there);" \
        "elsewhere install the packages in scripts/packages by hand and set PERISPHERE_NO_INSTALL=1"
    local missing=() package
    while read -r package; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
    done < <(packages_in "$@")
    ((${#missing[@]})) || return 0
    if [[ -n ${PERISPHERE_NO_INSTALL:-} ]]; then
        die "missing packages: ${missing[*]}"
    fi
    local root=()
    if ((EUID != 0)); then
        command -v sudo >/dev/null || die "missing packages, and there is no sudo to install them; as root, run:" \
            "apt-get install ${missing[*]}"
        root=(sudo)
    fi
    say "Installing from Debian, to build and test Perisphere: ${missing[*]}"
    # One broken index (a mirror in the middle of an update) is no reason to stop if the packages can be had.
    "${root[@]}" apt-get update -q >/dev/null || say "apt-get update did not fully succeed; trying all the same"
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
        "${missing[@]}" >/dev/null
}

# Configures a preset, if that was not done yet or an option (NAME=VALUE) is another. Ninja does it again when a CMake
# file changes.
configure_preset() {
    local preset=$1 option
    shift
    local isDone=true
    for option in "$@"; do
        grep -qsEx "${option%%=*}:[A-Z]+=${option#*=}" "build/$preset/CMakeCache.txt" || isDone=false
    done
    [[ -f build/$preset/build.ninja ]] && $isDone && return
    say "Configuring $preset"
    cmake --preset "$preset" "${@/#/-D}" >"$(log_file "configure-$preset")" 2>&1 ||
        { tail -n 40 "$(log_file "configure-$preset")" >&2; die "cmake --preset $preset failed"; }
}

# Configures a preset if that was not done yet and builds it.
build_preset() {
    local preset=$1
    shift
    configure_preset "$preset"
    say "Building $preset"
    cmake --build "build/$preset" "$@"
}

# Unpacks packages of Debian into a folder, unless it holds just these already.
#
#   unpack_packages ARCHITECTURE FOLDER PACKAGE...
#
# @PACKAGE stands for what that one depends on, such as the kernel of the day. Of %PACKAGE nothing is unpacked. The file
# .shlibs there tells dpkg-shlibdeps which libraries are in the packages.
#
# apt works in folders of its own there: the machine gets no foreign architecture, needs no root, and may be at
# another point of a security update than the armhf archive, which a multiarch installation would not survive.
unpack_packages() {
    local architecture=$1 folder=$PWD/$2
    shift 2
    local stamp=$folder/.complete
    if [[ -f $stamp && $(<"$stamp") == "$*" ]]; then
        return 0
    fi
    say "Fetching packages for $architecture: $*"
    local apt=$folder/apt
    rm -rf "$folder"
    mkdir -p "$apt"/{state/lists/partial,cache/archives/partial}
    : >"$apt/status"
    local options=(-q
        -o APT::Architecture="$architecture" -o APT::Architectures="$architecture" -o APT::Sandbox::User="$(id -un)"
        -o Dir::State="$apt/state" -o Dir::State::status="$apt/status" -o Dir::Cache="$apt/cache")
    # The index of one suite may be broken for the moment; the others have the packages too.
    apt-get "${options[@]}" update >"$apt/update.log" 2>&1 ||
        say "apt-get update for $architecture did not fully succeed; trying all the same"
    local package name packages=()
    for package in "$@"; do
        if [[ $package == %* ]]; then
            packages+=("${package#%}")
        elif [[ $package == @* ]]; then
            mapfile -t -O "${#packages[@]}" packages \
                < <(apt-cache "${options[@]}" depends "${package#@}" | sed -n 's/^ *Depends: //p')
        else
            packages+=("$package")
        fi
    done
    (cd "$apt" && apt-get "${options[@]}" download "${packages[@]}" >download.log 2>&1) ||
        { cat "$apt/update.log" "$apt/download.log" >&2; die "cannot fetch $* for $architecture"; }
    for package in "$apt"/*.deb; do
        dpkg-deb --ctrl-tarfile "$package" | tar -xO ./shlibs >>"$folder/.shlibs" 2>/dev/null || true
        name=${package##*/}
        [[ " $* " == *" %${name%%_*} "* ]] || dpkg-deb --extract "$package" "$folder"
    done
    rm -rf "$apt"
    printf '%s' "$*" >"$stamp"
}

unpack_armhf_packages() { unpack_packages armhf "$@"; }

log_file() {
    mkdir -p build/logs
    printf 'build/logs/%s.log' "$1"
}
