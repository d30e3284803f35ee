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
        prefer_built_pgbouncer || prepares_statements || try_to_build_pgbouncer
        ensure_programs pgbouncer=pgbouncer redis-server=redis-server nats-server=nats-server
    fi
}

# Since 1.21 PgBouncer keeps prepared statements. Where the system's is older, one is built from the source in its own archive.
PGBOUNCER_VERSION=1.24.1
PGBOUNCER_SHA256=da72a3aba13072876d055a3e58dd4aba4a5de4ed6148e73033185245598fd3e0
PGBOUNCER_BUILT=${XDG_CACHE_HOME:-${HOME:-$TRADECORE_VAR}/.cache}/tradecore/pgbouncer-$PGBOUNCER_VERSION

# Puts the one that was built before the system's in PATH; false where there is none that runs.
prefer_built_pgbouncer() {
    "$PGBOUNCER_BUILT/pgbouncer" --version >/dev/null 2>&1 && export PATH="$PGBOUNCER_BUILT:$PATH"
}

# Whether the system's PgBouncer, or the one it would install, keeps prepared statements.
prepares_statements() {
    local version
    version=$(PATH=$PATH:/usr/sbin pgbouncer --version 2>/dev/null | sed -n 's/^PgBouncer //p')
    if [ -z "$version" ] && command -v apt-cache >/dev/null; then
        version=$(LC_ALL=C apt-cache policy pgbouncer | sed -n 's/^ *Candidate: *//p')
    fi
    [ -n "$version" ] && [ "$(printf '%s\n' 1.21 "$version" | sort -V | head -n 1)" = 1.21 ]
}

# Once: where it cannot be done, the system's own does from then on.
try_to_build_pgbouncer() {
    local failed=$TRADECORE_VAR/pgbouncer.failed
    may_install && [ ! -e "$failed" ] || return 0
    say "Building PgBouncer $PGBOUNCER_VERSION, with what that needs (gcc, make, libevent, OpenSSL) ..."
    if ! build_pgbouncer; then
        touch "$failed"
        say "That failed (log: $TRADECORE_VAR/install.log): the system's own has to do, if a slower one."
    fi
}

build_pgbouncer() {
    local made source=pgbouncer_$PGBOUNCER_VERSION.orig.tar.gz archive
    install_packages gcc make libc6-dev pkg-config libevent-dev libssl-dev || return
    made=$(mktemp -d "$TRADECORE_VAR/pgbouncer.XXXXXX") && mkdir -p "$PGBOUNCER_BUILT" || return
    for archive in $(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Component: main' | sort -u); do
        ! /usr/lib/apt/apt-helper download-file "${archive%/}/pool/main/p/pgbouncer/$source" "$made/$source" "SHA256:$PGBOUNCER_SHA256" || break
    done >>"$TRADECORE_VAR/install.log" 2>&1
    (
        cd "$made" && tar xzf "$source" && cd "pgbouncer-$PGBOUNCER_VERSION" && ./configure --without-cares && make -j "$(nproc)" &&
            mv pgbouncer "$PGBOUNCER_BUILT/"
    ) >>"$TRADECORE_VAR/install.log" 2>&1
    rm -rf "$made"
    prefer_built_pgbouncer
}

ensure_maven() {
    ensure_programs mvn=maven
}

ensure_jdk
