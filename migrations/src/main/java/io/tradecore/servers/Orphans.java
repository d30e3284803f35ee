package io.tradecore.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Ends what an earlier run left running when it was itself ended without a chance to stop it. */
final class Orphans {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Orphans() {}

    /**
     * The process whose id stands in the first line of a file, if that process works on the given folder: an id alone
     * may by now be another program's.
     */
    static Optional<ProcessHandle> find(Path pidFile, Path folder) {
        try {
            var lines = Files.readAllLines(pidFile);
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                            .filter(ProcessHandle::isAlive)
                            .filter(process ->
                                    process.info().commandLine().orElse("").contains(folder.toString()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + pidFile, e);
        }
    }

    /** Ends the process that {@link #find} finds, if any, and returns when it is gone. */
    static void end(Path pidFile, Path folder, String signal) {
        find(pidFile, folder).ifPresent(orphan -> {
            signal(orphan.pid(), signal);
            if (!Await.until("process " + orphan.pid(), () -> !orphan.isAlive(), PATIENCE)) {
                throw new IllegalStateException("Process " + orphan.pid() + " does not end; it uses " + folder);
            }
        });
    }

    static void signal(long pid, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot signal process " + pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while signalling process " + pid, e);
        }
    }
}
