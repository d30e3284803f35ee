package io.tradecore.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchFolderTest {

    @TempDir
    private Path temp;

    @Test
    void aFolderThatHoldsSomethingElseIsLeftAlone() throws IOException {
        Path installation = Files.writeString(temp.resolve("secrets.properties"), "jwt.secret=x");

        assertThatThrownBy(() -> new BenchFolder(temp).prepare())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not the bench's");
        assertThat(installation).exists();
    }

    @Test
    void theBenchsOwnFolderIsEmptiedOfEarlierInstallations() throws IOException {
        BenchFolder folder = new BenchFolder(temp.resolve("bench"));
        folder.prepare();
        Path old = Files.createDirectories(folder.site("main").resolve("postgres"));
        Files.writeString(old.resolve("PG_VERSION"), "18");

        folder.prepare();

        assertThat(folder.site("main")).doesNotExist();
    }
}
