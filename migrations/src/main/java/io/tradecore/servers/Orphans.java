package io.tradecore.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Ends what an earlier run left running when it was itself ended without a chance to stop it. */
final class Orphans {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Orphans() {}

    /**
     * Ends the process whose id stands in the first line of a file, if that process still works on the given folder:
     * an id alone may by now be another program's.
     */
    static void end(Path pidFile, Path folder, String signal) {
        try {
            if (!Files.exists(pidFile)) {
                return;
            }
            var pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
            var orphan = ProcessHandle.of(pid)
                    .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()));
            if (orphan.isPresent()) {
                signal(pid, signal);
                if (!Await.until("process " + pid, () -> !orphan.get().isAlive(), PATIENCE)) {
                    throw new IllegalStateException(
                            "Process " + pid + " of an earlier run does not end; it uses " + folder);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void signal(long pid, String signal) throws IOException {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while signalling process " + pid, e);
        }
    }
}
