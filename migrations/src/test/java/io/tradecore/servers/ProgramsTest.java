package io.tradecore.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProgramsTest {

    private static final String SCHED_BATCH = "3";

    /** What {@code /proc/self/stat} tells behind the name of the program: its state first, its policy as the 41st field of all. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whatRunsInBackgroundLeadsItsSessionAndTakesNoCoreWhenItWakes() throws IOException {
        var process = new ProcessBuilder(Programs.inBackground(List.of("cat", "/proc/self/stat"))).start();
        String stat;
        try (var output = process.getInputStream()) {
            stat = new String(output.readAllBytes(), StandardCharsets.UTF_8);
        }
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        assertThat(stat).startsWith(process.pid() + " ");
        assertThat(fields[6 - 3]).as("session").isEqualTo(Long.toString(process.pid()));
        assertThat(fields[41 - 3]).as("policy").isEqualTo(SCHED_BATCH);
    }
}
