package io.tradecore.ops.installation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process as it was noted down. The number alone says nothing after a crash: the system may have given it to
 * another program, so the start time is compared as well.
 *
 * @param startedAt ISO-8601, empty when the system does not tell
 */
public record ProcessStamp(long pid, String startedAt) {

    // The system derives the start time from its clock; setting the clock may move it a little.
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    public static ProcessStamp of(ProcessHandle process) {
        return new ProcessStamp(
                process.pid(),
                process.info().startInstant().map(Instant::toString).orElse(""));
    }

    /** The very process that was noted down, if it still runs. */
    public Optional<ProcessHandle> running() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::startedThen);
    }

    private boolean startedThen(ProcessHandle process) {
        Optional<Instant> start = process.info().startInstant();
        if (startedAt.isEmpty() || start.isEmpty()) {
            return false;
        }
        return Duration.between(Instant.parse(startedAt), start.get()).abs().compareTo(TOLERANCE) <= 0;
    }
}
