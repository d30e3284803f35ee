package io.tradecore.ops.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path folder;

    @Test
    void oneLauncherAtATimeMayUseIt() {
        DataFolder data = new DataFolder(folder.resolve("data"));
        data.create();
        try (DataFolder.Lock lock = data.lock()) {
            assertThat(lock.channel().isOpen()).isTrue();
            assertThatThrownBy(data::lock)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("runs on " + data.root());
        }

        try (DataFolder.Lock again = data.lock()) {
            assertThat(again.channel().isOpen()).isTrue();
        }
    }
}
