#!/usr/bin/env bash
# Make .venv ready for `make run` or `make test`; quick when there is nothing to do.
#
#   .dev/setup.sh run|test
#
# What is missing from the system is installed where that is allowed without a
# question (root, or sudo without a password); elsewhere the line to type is
# printed and the setup stops.
set -eu

purpose=${1:-run}
cd "$(dirname "$0")/.."
here=$(pwd -P)
venv=.venv
stamp=$venv/.annotator-$purpose

QT_PACKAGES="libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libfontconfig1
libdbus-1-3 libglib2.0-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1
libxcb-shape0 libxcb-xinerama0 libxcb-render-util0 libxcb-image0 libxcb-randr0"
WAYLAND_PACKAGES="libwayland-client0 libwayland-cursor0 libwayland-egl1"

say() { printf '%s\n' "$*" >&2; }
stop() { say "$@"; exit 1; }

# Install Debian packages, or say how to.
system_install() {
    local reason=$1 root
    shift
    if [ "$(id -u)" = 0 ]; then
        root=()
    elif sudo -n true 2>/dev/null; then
        root=(sudo -n)
    else
        root=(no)
    fi
    if command -v apt-get >/dev/null && [ "${root[*]:-}" != no ]; then
        say "$reason Installing: $*"
        local install=(env DEBIAN_FRONTEND=noninteractive
            apt-get install -y -qq --no-install-recommends "$@")
        # The lists are only fetched when they are found wanting.
        if "${root[@]}" "${install[@]}" >/dev/null 2>&1; then return; fi
        "${root[@]}" apt-get update -qq >&2 || true
        if "${root[@]}" "${install[@]}" >&2; then return; fi
    fi
    say "$reason Please run this line, then try again:"
    stop "    sudo apt-get install $*"
}

# PySide6 is built for these versions.
usable() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
        >/dev/null 2>&1
}

find_python() {
    local name
    if [ -n "${PYTHON:-}" ]; then
        usable "$PYTHON" ||
            stop "PYTHON is $PYTHON, which is not a Python from 3.11 to 3.14."
        command -v "$PYTHON"
        return
    fi
    for name in python3.11 python3.12 python3.13 python3.14 python3 python; do
        if usable "$name"; then
            command -v "$name"
            return
        fi
    done
}

make_venv() {
    local python version
    python=$(find_python) || exit 1
    if [ -z "$python" ]; then
        system_install "There is no Python from 3.11 to 3.14 here." python3 python3-venv
        hash -r
        python=$(find_python)
        [ -n "$python" ] || stop "The system's Python is older than 3.11; please" \
            "install a newer one and name it: make $purpose PYTHON=/path/to/python"
    fi
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        system_install "Python $version cannot make environments yet." \
            "python$version-venv"
    fi
    say "Making $venv with Python $version"
    "$python" -m venv --clear "$venv"
}

# An environment that was moved, or whose Python is gone, is made anew.
venv_works() {
    usable "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1 &&
        grep -qF "$here/$venv" "$venv/bin/activate"
}

install_packages() {
    local what=.
    [ "$purpose" = run ] || what=".[$purpose]"
    say "Installing what the program needs; this takes a minute."
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --editable "$what" ||
        stop "The installation failed; the reason is above."
}

# Qt takes libraries from the system, and names a missing one only by aborting.
check_qt() {
    [ "$(uname -s)" = Linux ] || return 0
    qt_loads || system_install "Qt lacks libraries of the system." $QT_PACKAGES
    if [ -n "${DISPLAY:-}" ] && [ -n "$(missing_for libqxcb.so)" ]; then
        system_install "Qt cannot open windows yet." $QT_PACKAGES
    elif [ -z "${DISPLAY:-}" ] && [ -n "${WAYLAND_DISPLAY:-}" ] &&
        [ -n "$(missing_for libqwayland.so)" ]; then
        system_install "Qt cannot open windows yet." $QT_PACKAGES $WAYLAND_PACKAGES
    else
        return 0
    fi
}

qt_loads() {
    QT_QPA_PLATFORM=offscreen "$venv/bin/python" -c \
        'from PySide6 import QtWidgets; QtWidgets.QApplication([])' >/dev/null 2>&1
}

missing_for() {
    local plugin
    for plugin in "$venv"/lib/python3*/site-packages/PySide6/Qt/plugins/platforms/"$1"
    do
        [ -e "$plugin" ] && ldd "$plugin" 2>/dev/null | grep 'not found' || true
    done
}

case $purpose in
run | test) ;;
*) stop "usage: .dev/setup.sh run|test" ;;
esac

# What the tests need holds what the program needs.
current() {
    [ -e "$1" ] && [ ! pyproject.toml -nt "$1" ] && [ ! .dev/setup.sh -nt "$1" ] &&
        venv_works
}
if ! current "$stamp" && ! current "$venv/.annotator-test"; then
    venv_works || make_venv
    install_packages
    check_qt
    qt_loads || stop "Qt does not start:" "$(QT_QPA_PLATFORM=offscreen \
        "$venv/bin/python" -c 'from PySide6 import QtWidgets' 2>&1 | tail -n 1)"
    touch "$stamp"
else
    check_qt
fi
