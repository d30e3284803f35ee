package io.tradecore.ops.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    Path folder;

    @Test
    void theApisSecretIsAddedOnceAndKept() throws IOException {
        Path file = folder.resolve("secrets.properties");
        Files.writeString(file, "oms_admin=keep-me\n");

        Secrets first = Secrets.loadOrCreate(file);
        Secrets second = Secrets.loadOrCreate(file);

        assertThat(first.jwtSecret()).hasSizeGreaterThanOrEqualTo(32).isEqualTo(second.jwtSecret());
        assertThat(second.passwordOf("oms_admin")).isEqualTo("keep-me");
    }

    @Test
    void onlyTheOwnerMayReadTheFile() throws IOException {
        Path file = folder.resolve("secrets.properties");
        Secrets.loadOrCreate(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void theTextFormShowsNoSecret() {
        Secrets secrets = Secrets.loadOrCreate(folder.resolve("secrets.properties"));

        assertThat(secrets.toString()).doesNotContain(secrets.jwtSecret());
    }
}
