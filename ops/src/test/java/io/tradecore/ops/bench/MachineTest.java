package io.tradecore.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MachineTest {

    @Test
    void aRunOnABusyMachineIsKnownByItsLoad() {
        assertThat(Machine.describe(Path.of("")).get("load_average")).matches("\\d+\\.\\d+ \\d+\\.\\d+ \\d+\\.\\d+");
    }
}
