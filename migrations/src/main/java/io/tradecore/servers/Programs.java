package io.tradecore.servers;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the servers' programs and wraps how they are called. */
public final class Programs {
    private static final String SYSTEM_FOLDERS = "/usr/sbin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin";

    private Programs() {}

    /**
     * The path of a program, in PATH or where systems keep servers.
     *
     * @throws IllegalStateException if it is not installed
     */
    static String find(String program) {
        return search(program)
                .orElseThrow(() -> new IllegalStateException(program + " is not installed: ops/run and ops/test"
                        + " install it on Debian; elsewhere install it by hand, or set TRADECORE_SERVERS=containers"));
    }

    /**
     * The same command as the leader of a session, and for batches ({@code SCHED_BATCH}), where the system knows {@code setsid} and
     * {@code chrt}; the process id is the same. What is for batches takes no core from who is at work when it wakes, and so breaks off no
     * statement of PostgreSQL's: where cores are few, everybody waits for those.
     */
    public static List<String> inBackground(List<String> command) {
        var session = search("setsid").map(setsid -> prefixed(command, setsid)).orElse(command);
        return search("chrt")
                .map(chrt -> prefixed(session, chrt, "--batch", "0"))
                .orElse(session);
    }

    /** The same command as nobody in particular, for programs that refuse to run as root; the files stay ours. */
    static List<String> notAsRoot(List<String> command) {
        return LinuxUtils.isUnshareAvailable() ? prefixed(command, "unshare", "-U") : command;
    }

    /** What a program prints, for the short answers of programs that ask nothing. */
    static String output(String program, String argument) throws IOException {
        var process = new ProcessBuilder(find(program), argument)
                .redirectErrorStream(true)
                .start();
        try (var output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> prefixed(List<String> command, String... prefix) {
        var whole = new ArrayList<>(List.of(prefix));
        whole.addAll(command);
        return whole;
    }

    private static Optional<String> search(String program) {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("") + File.pathSeparator + SYSTEM_FOLDERS;
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
