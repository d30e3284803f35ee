package io.tradecore.api.reference;

import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.oms.session.Session;
import io.tradecore.oms.session.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A calendar as it is shown.
 *
 * @param open whether it trades now, halts left aside
 * @param tradingDate of now: of the session, or the next to open
 * @param opens when that session opens or has opened
 * @param closes when it closes
 */
@Serdeable.Serializable
public record CalendarView(
        String calendarId,
        String zone,
        List<String> sessions,
        List<String> exceptions,
        boolean open,
        @Nullable LocalDate tradingDate,
        @Nullable Instant opens,
        @Nullable Instant closes,
        Instant updatedAt) {

    /** Of a row, as of an instant. */
    public static CalendarView of(CalendarRow row, Instant now) {
        TradingCalendar calendar = row.calendar();
        Session session = calendar.currentOrNext(now);
        return new CalendarView(
                row.calendarId(),
                row.zone(),
                CalendarRow.lines(row.sessions()),
                CalendarRow.lines(row.exceptions()),
                calendar.isOpen(now),
                session == null ? null : session.tradingDate(),
                session == null ? null : session.opens(),
                session == null ? null : session.closes(),
                row.updatedAt());
    }
}
