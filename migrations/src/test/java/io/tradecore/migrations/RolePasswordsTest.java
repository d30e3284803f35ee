package io.tradecore.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolePasswordsTest {
    @Test
    void areMadeOnceAndKept(@TempDir Path folder) {
        var file = folder.resolve("secrets.properties");
        var made = RolePasswords.keptIn(file);
        var kept = RolePasswords.keptIn(file);
        for (var role : DbRole.values()) {
            assertThat(kept.of(role)).hasSizeGreaterThan(30).isEqualTo(made.of(role));
        }
    }

    @Test
    void areReadableByTheirOwnerAlone(@TempDir Path folder) throws IOException {
        var file = folder.resolve("secrets.properties");
        RolePasswords.keptIn(file);
        assertThat(Files.getPosixFilePermissions(file)).hasToString("[OWNER_READ, OWNER_WRITE]");
    }

    @Test
    void areNotInTheTextForm() {
        var passwords = RolePasswords.random();
        assertThat(passwords.toString()).doesNotContain(passwords.of(DbRole.OWNER));
    }

    @Test
    void areRefusedWhenOneIsMissing() {
        assertThatThrownBy(() -> new RolePasswords(Map.of(DbRole.OWNER, "long-enough")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("postgres");
    }
}
