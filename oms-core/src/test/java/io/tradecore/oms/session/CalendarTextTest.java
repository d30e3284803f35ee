package io.tradecore.oms.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarTextTest {

    @Test
    @DisplayName("A calendar is read as it is written")
    void reads() {
        TradingCalendar fx = CalendarText.read(
                "America/New_York",
                List.of("MON-FRI 17:00-1d to 17:00"),
                List.of("2026-12-25 closed", "2026-11-27 17:00-1d to 12:00", "2026-11-27 14:00:30 to 15:00"));

        assertThat(fx.isOpen(Instant.parse("2026-03-08T21:00:00Z"))).isTrue();
        assertThat(fx.isOpen(Instant.parse("2026-03-06T22:00:00Z"))).isFalse();
        assertThat(fx.isOpen(Instant.parse("2026-12-24T23:00:00Z"))).isFalse();
        assertThat(fx.endOfDay(Instant.parse("2026-11-26T23:00:00Z"))).isEqualTo(Instant.parse("2026-11-27T20:00:00Z"));
        assertThat(CalendarText.read("UTC", List.of("FRI-MON 00:00 to 00:00+1d"), List.of())
                        .isOpen(Instant.parse("2026-03-08T23:59:59Z")))
                .isTrue();
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(
            strings = {
                "",
                "MON",
                "MOX 09:00 to 10:00",
                "MON 9:00 to 10:00",
                "MON 25:00 to 26:00",
                "MON 10:00 to 09:00",
                "MON 09:00-4d to 10:00",
                "MON 09:00 to 10:00 "
            })
    @DisplayName("What is no session is refused")
    void refuses(String line) {
        assertThatThrownBy(() -> CalendarText.read("UTC", List.of(line), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(strings = {"2026-02-30 closed", "2026-02-27", "25.12.2026 closed", "2026-02-27 open"})
    @DisplayName("What is no date that differs is refused, as is a zone that is not there")
    void refusesDates(String line) {
        assertThatThrownBy(() -> CalendarText.read("UTC", List.of(), List.of(line)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CalendarText.read("Europe/Atlantis", List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
