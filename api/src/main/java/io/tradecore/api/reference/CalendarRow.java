package io.tradecore.api.reference;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.tradecore.oms.session.CalendarText;
import io.tradecore.oms.session.TradingCalendar;
import java.time.Instant;
import java.util.List;

/** A calendar as it is stored: sessions and exceptions are text, a line each. */
@MappedEntity("trading_calendars")
public record CalendarRow(
        @Id String calendarId, String zone, String sessions, String exceptions, Instant updatedAt, String updatedBy) {

    /** The calendar that is written down. */
    TradingCalendar calendar() {
        return CalendarText.read(zone, lines(sessions), lines(exceptions));
    }

    static List<String> lines(String text) {
        return text.lines().toList();
    }
}
