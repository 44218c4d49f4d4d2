# shellcheck shell=bash
# What the scripts share: the built programs first on the path, a folder of its own as home, checks with words.
set -euo pipefail
# shellcheck disable=SC2034  # used by the scripts
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
programs=${1:?usage: a script of this folder and the folder of the built programs}
programs=$(cd "$programs" && pwd)
PATH=$programs:$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME=$work/home
unset XDG_CONFIG_HOME PERISPHERE_SDK AzureSphereDefaultSDKDir SOURCE_DATE_EPOCH NO_COLOR
mkdir "$HOME"
cd "$work"

fail() {
    printf 'failed: %s\n' "$*" >&2
    exit 1
}

# expect_code CODE COMMAND...: runs it, output in files out and err
expect_code() {
    local expected=$1 code=0
    shift
    "$@" >"$work/out" 2>"$work/err" || code=$?
    [[ $code == "$expected" ]] || {
        cat "$work/out" "$work/err" >&2
        fail "\"$*\" ended with $code and not with $expected"
    }
}

# expect_in FILE TEXT
expect_in() {
    grep -qF -- "$2" "$1" || {
        cat "$1" >&2
        fail "\"$2\" is not in $1"
    }
}

# An app for the reference board in the folder app.
make_app() {
    mkdir -p app/bin app/certs
    head -c 70000 /dev/urandom >app/bin/app
    printf 'certificate\n' >app/certs/ca.pem
    chmod 0600 app/certs/ca.pem
    cat >app/app_manifest.json <<'MANIFEST'
{
  "SchemaVersion": 1,
  "Name": "Blink",
  "ComponentId": "1689D8B2-C835-2E27-27AD-E894D6D15FA9",
  "EntryPoint": "/bin/app",
  "CmdArgs": [ "--fast" ],
  "Capabilities": { "Gpio": [ "$MT3620_RDB_LED1_RED", 12 ], "Uart": [ "$MT3620_RDB_HEADER2_ISU0_UART" ] },
  "ApplicationType": "Default"
}
MANIFEST
}

# readme_blocks MARK: the lines of every block of the README that follows a line "<!-- MARK -->".
readme_blocks() {
    local readme=$scripts/../../../README.md
    awk -v mark="<!-- $1 -->" '
        $0 == mark { wanted = 1; next }
        /^```sh$/ && wanted { inside = 1; wanted = 0; next }
        /^```$/ { inside = 0 }
        inside' "$readme" >blocks
    [[ -s blocks ]] || fail "the README has no block marked \"$1\""
    cat blocks
}

# use_own_devices NAME...: devices of these names are this script's alone, and end with it.
use_own_devices() {
    unset XDG_STATE_HOME PERISPHERE_DEVICE
    export XDG_RUNTIME_DIR=$work/run
    mkdir -m 0700 "$XDG_RUNTIME_DIR"
    own_devices=("$@")
    trap end_own_devices EXIT
}

end_own_devices() {
    local one
    for one in "${own_devices[@]}"; do
        perisphere sim stop --device "$one" >"$work/end" 2>&1 || true
    done
    rm -rf "$work"
}
