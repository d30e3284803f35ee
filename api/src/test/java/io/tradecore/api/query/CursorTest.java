package io.tradecore.api.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cursor is read back as it was written, and nothing else is a cursor. */
class CursorTest {

    @Test
    void aCursorIsReadBackAsItWasWritten() {
        UUID id = UUID.randomUUID();
        assertThat(Cursor.seq("journal", Cursor.ofSeq("journal", 17))).isEqualTo(17);
        assertThat(Cursor.id("orders", Cursor.ofId("orders", id.toString()))).isEqualTo(id);
        assertThat(Cursor.decode("trail", Cursor.encode("trail", "a", "b:1"), 2))
                .containsExactly("a", "b:1");
    }

    @Test
    void noCursorIsTheStart() {
        assertThat(Cursor.seq("journal", null)).isEqualTo(-1);
        assertThat(Cursor.id("orders", null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "journal", "journal|", "journal|x", "journal|1|2", "orders|1", "journal|99999999999999999999"
            })
    void anotherTextIsNoCursor(String plain) {
        String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Cursor.seq("journal", cursor)).hasMessageStartingWith("CURSOR_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%%", "a b", "ü", "=", "\0"})
    void whatIsNotBase64UrlIsNoCursor(String cursor) {
        assertThatThrownBy(() -> Cursor.seq("journal", cursor)).hasMessageStartingWith("CURSOR_INVALID");
    }
}
