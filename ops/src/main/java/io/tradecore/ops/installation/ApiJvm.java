package io.tradecore.ops.installation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The Java of the API's process: its jar, the options of {@code api/jvm.options}, and the ahead-of-time cache beside the
 * jar (JEP 483, 515), without which it starts more slowly and nothing else. The JVM checks that a cache was made from
 * this jar by this JDK, and does without it otherwise.
 *
 * @param home the project's folder, with what was built in it
 */
public record ApiJvm(Path home) {

    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final Duration CACHE_MADE_WITHIN = Duration.ofMinutes(3);

    /** The line that starts the API. */
    List<String> command() {
        return command(Files.exists(cache()) ? List.of("-XX:AOTCache=" + cache()) : List.of());
    }

    /** Variables with which the API's JVM notes, when it ends, what it loaded and what it ran often. Drops the cache. */
    public Map<String, String> recording() {
        try {
            Files.deleteIfExists(cache());
            Files.deleteIfExists(notes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=record -XX:AOTConfiguration=" + notes());
    }

    /**
     * Makes the cache of what was noted.
     *
     * @throws IllegalStateException when the JVM could not; the message names its log
     */
    public void makeCache(Path log) throws InterruptedException {
        List<String> line =
                command(List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + notes(), "-XX:AOTCache=" + cache()));
        try {
            Process process = new ProcessBuilder(line)
                    .redirectOutput(log.toFile())
                    .redirectErrorStream(true)
                    .start();
            boolean ended = process.waitFor(CACHE_MADE_WITHIN.toSeconds(), TimeUnit.SECONDS);
            process.destroyForcibly();
            Files.deleteIfExists(notes());
            if (!ended || process.exitValue() != 0 || !Files.exists(cache())) {
                Files.deleteIfExists(cache());
                throw new IllegalStateException("the ahead-of-time cache could not be made, see " + log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + cache(), e);
        }
    }

    private List<String> command(List<String> options) {
        List<String> command = new ArrayList<>(List.of(JAVA, "@" + home.resolve("api/jvm.options")));
        command.addAll(options);
        command.addAll(List.of("-jar", target("api.jar").toString()));
        return command;
    }

    private Path cache() {
        return target("api.aot");
    }

    private Path notes() {
        return target("api.aotconf");
    }

    private Path target(String file) {
        return home.resolve("api/target").resolve(file);
    }
}
