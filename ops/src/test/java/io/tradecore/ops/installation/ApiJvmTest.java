package io.tradecore.ops.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiJvmTest {

    @TempDir
    Path home;

    private Path target;
    private ApiJvm api;

    @BeforeEach
    void build() throws IOException {
        target = Files.createDirectories(home.resolve("api/target"));
        api = new ApiJvm(home);
    }

    @Test
    void theApiStartsWithItsOptionsAndItsJar() {
        assertThat(api.command())
                .containsExactly(
                        ApiJvm.JAVA,
                        "@" + home.resolve("api/jvm.options"),
                        "-jar",
                        target.resolve("api.jar").toString());
    }

    @Test
    void aCacheThatWasMadeIsUsed() throws IOException {
        Path cache = Files.createFile(target.resolve("api.aot"));

        assertThat(api.command()).contains("-XX:AOTCache=" + cache);
    }

    @Test
    void aRecordingRunDoesWithoutTheCache() throws IOException {
        Files.createFile(target.resolve("api.aot"));

        assertThat(api.recording()).containsOnlyKeys("JDK_JAVA_OPTIONS");
        assertThat(api.command()).noneMatch(option -> option.contains("AOT"));
    }

    @Test
    void withoutNotesNoCacheIsMade() throws IOException {
        Files.writeString(home.resolve("api/jvm.options"), "# none\n");
        Path log = home.resolve("cache.log");

        assertThatThrownBy(() -> api.makeCache(log)).hasMessageContaining(log.toString());
        assertThat(target.resolve("api.aot")).doesNotExist();
        assertThat(log).isNotEmptyFile();
    }
}
