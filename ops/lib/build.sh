# Sourced by the commands in ops/, after env.sh: builds what is out of date and runs a class of it.
# Expects $home, the project's folder, and JAVA_HOME, a JDK 25.

# Builds when a source is newer than the last build. A folder counts too: its time changes when a file leaves it.
build_if_needed() {
    local stamp="$home/var/build.stamp" log="$home/var/build.log" started
    mkdir -p "$home/var"
    if [ -f "$stamp" ] && [ -d "$home/api/target/lib" ] && [ -d "$home/ops/target/lib" ] &&
        [ -z "$(find "$home/pom.xml" "$home"/*/pom.xml "$home"/*/src/main -newer "$stamp" -print -quit)" ]; then
        return
    fi
    echo "Building, which takes a minute or two the first time (log: $log)" >&2
    started="$(mktemp "$home/var/build.XXXXXX")"
    if ! mvn -q -B -ntp -f "$home/pom.xml" package -DskipTests >"$log" 2>&1; then
        rm -f "$started"
        echo "The build failed:" >&2
        tail -n 40 "$log" >&2
        exit 2
    fi
    # Dated from before the build: what was changed meanwhile is built the next time.
    mv "$started" "$stamp"
}

# Becomes the given main class: the process stays the same, so signals reach it.
run_java() {
    exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -Dtradecore.home="$home" -Dtradecore.log.level=WARN -cp "$home/ops/target/classes:$home/ops/target/lib/*" "$@"
}
