package io.tradecore.ops.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ops.books.SessionBooks.Acknowledged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcknowledgedLogTest {

    private static final UUID ACCOUNT = new UUID(1, 2);
    private static final UUID ORDER = new UUID(3, 4);

    @TempDir
    Path folder;

    @Test
    void keepsWhatEarlierSessionsWrote() {
        Path file = folder.resolve("log");
        add(file, "c-1");
        add(file, "c-2");

        assertThat(AcknowledgedLog.read(file))
                .containsExactly(new Acknowledged(ACCOUNT, "c-1", ORDER), new Acknowledged(ACCOUNT, "c-2", ORDER));
    }

    @Test
    void dropsTheLineAKilledSessionLeftHalfWritten() throws IOException {
        Path file = folder.resolve("log");
        add(file, "c-1");
        Files.writeString(file, ACCOUNT + " c-", StandardOpenOption.APPEND);
        add(file, "c-2");

        assertThat(AcknowledgedLog.read(file)).extracting(Acknowledged::clOrdId).containsExactly("c-1", "c-2");
    }

    private static void add(Path file, String clOrdId) {
        try (AcknowledgedLog log = new AcknowledgedLog(file)) {
            log.add(ACCOUNT, clOrdId, ORDER.toString());
        }
    }
}
