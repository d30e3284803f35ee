# What every script of ops/ needs of the machine. To be sourced by a bash script under "set -euo pipefail".
# Sourcing it finds a JDK; the ensure_* functions install what is missing.

TRADECORE_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
TRADECORE_VAR=${TRADECORE_VAR:-$TRADECORE_HOME/var}
export TRADECORE_HOME TRADECORE_VAR

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# The major version of the JDK in a folder; nothing where there is no JDK with a compiler.
jdk_version() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# The folders where a JDK may be, the caller's own choice first.
jdk_folders() {
    [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
    local javac
    if javac=$(command -v javac) && javac=$(readlink -f "$javac" 2>/dev/null); then
        printf '%s\n' "${javac%/bin/javac}"
    fi
    local folder
    for folder in /usr/lib/jvm/* /usr/java/* /usr/local/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        [ ! -d "$folder" ] || printf '%s\n' "$folder"
    done
}

# Exports JAVA_HOME as a JDK 25 or newer, or ends the script saying that there is none.
ensure_jdk() {
    local folder version
    while IFS= read -r folder; do
        version=$(jdk_version "$folder")
        if [ "${version:-0}" -ge 25 ]; then
            export JAVA_HOME=$folder
            return
        fi
    done < <(jdk_folders)
    die "No JDK 25 or newer was found (looked at JAVA_HOME, PATH, /usr/lib/jvm and other usual folders): install one, or set JAVA_HOME."
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_install() {
    command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

# Installs Debian packages without letting them start services of their own: the servers here are started by us.
# What policy-rc.d said before, it says again afterwards.
install_packages() (
    log=$TRADECORE_VAR/install.log
    policy=/usr/sbin/policy-rc.d
    kept=
    mkdir -p "$TRADECORE_VAR"
    restore() {
        as_root rm -f "$policy"
        [ -z "$kept" ] || as_root mv "$kept" "$policy"
    }
    trap restore EXIT
    trap 'exit 130' INT TERM
    if as_root test -e "$policy"; then
        kept=$policy.tradecore.$$
        as_root mv "$policy" "$kept"
    fi
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    apt=(env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
    as_root "${apt[@]}" install --no-install-recommends "$@" >>"$log" 2>&1 && return
    as_root "${apt[@]}" update >>"$log" 2>&1 || true
    as_root "${apt[@]}" install --no-install-recommends "$@" >>"$log" 2>&1
)

# ensure_programs PROGRAM=PACKAGE...: installs the packages of the programs that are not there.
ensure_programs() {
    local pair packages=()
    for pair in "$@"; do
        PATH=$PATH:/usr/sbin:/sbin:/opt/homebrew/bin command -v "${pair%%=*}" >/dev/null || packages+=("${pair#*=}")
    done
    [ ${#packages[@]} -gt 0 ] || return 0
    may_install || die "Missing: ${packages[*]}. They are installed here on Debian and its kin as root or with sudo; elsewhere install them by hand."
    say "Installing ${packages[*]} ..."
    install_packages "${packages[@]}" || die "Installing ${packages[*]} failed, see $TRADECORE_VAR/install.log"
}

# Whether the servers will be containers: because it was asked for, or because a Docker engine answers.
servers_are_containers() {
    case ${TRADECORE_SERVERS:-auto} in
        containers) true ;;
        native) false ;;
        *) command -v docker >/dev/null && timeout 5 docker info >/dev/null 2>&1 ;;
    esac
}

# PgBouncer, Redis and NATS from the system's packages. PostgreSQL comes with the build.
ensure_servers() {
    if ! servers_are_containers; then
        ensure_programs pgbouncer=pgbouncer redis-server=redis-server nats-server=nats-server
    fi
}

ensure_maven() {
    ensure_programs mvn=maven
}

ensure_jdk
