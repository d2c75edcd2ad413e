#!/bin/sh
# Runs kg from this folder, and sets up what it needs first: `sh kg.sh demo`, `sh kg.sh show ID`.
# `sh kg.sh test` runs the tests. All is installed into .venv; what the system must add (Python's
# venv module, and for the tests Chromium, Java and git) is installed with apt-get, or asked for.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
venv=$here/.venv

say() { printf 'kg.sh: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# Installs Debian packages: as root, through sudo, or not at all but with the command to run.
debian() {
    if ! command -v apt-get >/dev/null; then
        fail "$1 is missing: install it with the package manager of this system, then run this again"
    elif [ "$(id -u)" = 0 ]; then
        root='env DEBIAN_FRONTEND=noninteractive'
    elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        root='sudo DEBIAN_FRONTEND=noninteractive'
    else
        fail "root must install $* first: apt-get install -y $*"
    fi
    say "installing Debian's $*"
    # shellcheck disable=SC2086  # several words
    { $root apt-get update -qq || :; $root apt-get install -qq -y --no-install-recommends "$@"; } >/dev/null </dev/null ||
        fail "apt-get could not install $*: see above"
}

find_python() {
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            return
        fi
    done
    fail "Python 3.11 or newer is missing: install it, then run this again"
}

make_venv() {
    find_python
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        debian "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fi
    "$python" -m venv --clear "$venv"
}

browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null

# Installs kg with the extras $1, unless the same was installed before.
install() {
    wanted="$here $(cd "$here" && find setup.cfg setup.py pyproject.toml kg/web/src kg/web/package-lock.json kg/web/*.mjs -type f -exec cksum {} + | sort | cksum)"
    for extras in "$1" '[test]'; do
        if [ "$(cat "$venv/installed$extras" 2>/dev/null)" = "$wanted" ] && "$venv/bin/python" -c '' 2>/dev/null; then
            return
        fi
    done
    { "$venv/bin/python" -m pip --version || "$venv/bin/python" -m ensurepip; } >/dev/null 2>&1 || make_venv
    say "installing kg$1 into $venv"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check -e "$here$1" >&2
    printf '%s' "$wanted" >"$venv/installed$1"
    say "installed: \`. $venv/bin/activate\` makes \`kg\` a command of this shell"
}

case ${1-} in
test)
    shift
    browser || debian chromium
    command -v git >/dev/null || debian git
    command -v java >/dev/null || debian default-jre-headless
    install '[test]'
    "$venv/bin/python" -m playwright --version >/dev/null 2>&1 || debian libatomic1 # which its driver needs
    cd "$here"
    exec "$venv/bin/python" -m pytest -n auto --dist worksteal "$@"
    ;;
*)
    install ''
    exec "$venv/bin/kg" "$@"
    ;;
esac
