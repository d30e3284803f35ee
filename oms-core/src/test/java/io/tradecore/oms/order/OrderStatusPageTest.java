package io.tradecore.oms.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OrderStatusPageTest {

    private static final Path PAGE = Path.of("..", "docs", "order-status.md");

    @Test
    void thePageSaysWhatTheStateMachineDoes() throws IOException {
        String written = OrderStatusPage.page();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, written);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(written);
    }
}
