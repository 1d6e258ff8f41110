# Sourced by the other scripts: installs a Debian package where a command is missing.

# need COMMAND PACKAGE…: does nothing where COMMAND is there.
need() {
    local command=$1
    shift
    command -v "$command" >/dev/null || install_packages "$@"
}

install_packages() {
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "please install: $* (this script does it by itself as root on Debian)" >&2
        exit 1
    fi
    echo "installing $*"
    # The package lists of a fresh machine are missing or old: only then is the first attempt in vain.
    quiet_apt install "$@" || { quiet_apt update && quiet_apt install "$@"; }
}

quiet_apt() {
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 --no-install-recommends "$@" >/dev/null
}
