package io.tradecore.ops.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBack() {
        Path file = folder.resolve("run.json");
        ProcessStamp self = ProcessStamp.of(ProcessHandle.current());
        RunFile run = new RunFile(
                "2026-01-01T00:00:00Z",
                self,
                self,
                null,
                "http://a",
                "g",
                "nats://b",
                "redis://c",
                "jdbc:d",
                "jdbc:e",
                "f",
                1,
                2,
                "oms");
        run.write(file);

        assertThat(RunFile.read(file)).contains(run);
        assertThat(RunFile.read(folder.resolve("none"))).isEmpty();
    }

    @Test
    void aProcessIsRecognisedByItsStartAsWellAsItsNumber() {
        ProcessStamp self = ProcessStamp.of(ProcessHandle.current());
        ProcessStamp another = new ProcessStamp(self.pid(), "2001-01-01T00:00:00Z");
        ProcessStamp untold = new ProcessStamp(self.pid(), "");

        assertThat(self.running()).contains(ProcessHandle.current());
        assertThat(another.running()).isEmpty();
        assertThat(untold.running()).isEmpty();
    }
}
