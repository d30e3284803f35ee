package io.tradecore.api.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PagedTextTest {
    private final Iterator<String> pages = List.of("ab", "", "", "cé", "").iterator();
    private final AtomicInteger asked = new AtomicInteger();
    private final PagedText text = new PagedText(() -> {
        asked.incrementAndGet();
        return pages.hasNext() ? pages.next() : null;
    });

    @Test
    void theTextIsItsPagesOneAfterTheOther() throws IOException {
        assertThat(new String(text.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("abcé");
    }

    @Test
    void aPageIsMadeWhenItIsReadAndNotBefore() {
        assertThat(asked).hasValue(0);
        assertThat(text.read()).isEqualTo('a');
        assertThat(text.read(new byte[10], 0, 10)).isEqualTo(1);
        assertThat(asked).hasValue(1);
        assertThat(text.read()).isEqualTo('c');
        assertThat(asked).hasValue(4);
    }

    @Test
    void afterTheEndNothingIsAskedAgain() throws IOException {
        assertThat(text.readAllBytes()).hasSize(5);
        assertThat(asked).hasValue(6);
        assertThat(text.read()).isEqualTo(-1);
        assertThat(asked).hasValue(6);
    }
}
