# Sourced by the commands of ops/ after env.sh: builds what is out of date and runs a class of it.

# Builds when a source is newer than the last build. A folder counts too: its time changes when a file leaves it.
build_if_needed() {
    local stamp=$TRADECORE_VAR/build.stamp log=$TRADECORE_VAR/build.log started
    mkdir -p "$TRADECORE_VAR"
    if [ -f "$stamp" ] && [ -d "$TRADECORE_HOME/api/target/lib" ] && [ -d "$TRADECORE_HOME/ops/target/lib" ] &&
        [ -z "$(find "$TRADECORE_HOME/pom.xml" "$TRADECORE_HOME"/*/pom.xml "$TRADECORE_HOME"/*/src/main \
            -newer "$stamp" -print -quit)" ]; then
        return
    fi
    ensure_maven
    say "Building, which takes a minute or two the first time (log: $log)"
    started=$(mktemp "$TRADECORE_VAR/build.XXXXXX")
    # What is only about style is for ops/test to find: who changes something wants to see it run first.
    if ! mvn -q -B -ntp -Dstyle.color=never -f "$TRADECORE_HOME/pom.xml" package -DskipTests -Dspotless.check.skip \
        >"$log" 2>&1; then
        rm -f "$started"
        say "The build failed:"
        grep '^\[ERROR\]' "$log" | head -n 20 >&2 || tail -n 20 "$log" >&2
        exit 2
    fi
    # Dated from before the build: what was changed meanwhile is built the next time.
    mv "$started" "$stamp"
}

# Makes the ahead-of-time cache the API starts faster with, when what it was made of is newer. Needs the servers.
train_if_needed() {
    local api=$TRADECORE_HOME/api log=$TRADECORE_VAR/training.log
    if [ -f "$api/target/api.aot" ] &&
        [ -z "$(find "$api/jvm.options" "$api/target/api.jar" "$api/target/lib" -newer "$api/target/api.aot" -print -quit)" ]; then
        return
    fi
    say "Preparing a fast start of the API, once after a build (log: $log)"
    (run_java io.tradecore.ops.bench.Training "$TRADECORE_VAR/training") >"$log" 2>&1 ||
        say "That failed, so it starts more slowly: $(tail -n 1 "$log")"
}

# Becomes the given main class: the process stays the same, so signals reach it. A shell without job control starts
# programs in the background with SIGINT ignored; a JVM would stay deaf to it, so it is given its meaning back.
run_java() {
    local as=()
    if env --default-signal=INT true 2>/dev/null; then
        as=(env --default-signal=INT)
    fi
    exec "${as[@]}" "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -Dtradecore.home="$TRADECORE_HOME" -Dtradecore.log.level=WARN \
        -cp "$TRADECORE_HOME/ops/target/classes:$TRADECORE_HOME/ops/target/lib/*" "$@"
}
