package io.tradecore.api.admin;

import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.reference.InstrumentCache;
import io.tradecore.api.reference.InstrumentView;
import io.tradecore.api.sql.Sql;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says when instruments trade, and halts them. The same again changes nothing and leaves no trace. Safe for use by many
 * threads; blocks its thread.
 */
@Singleton
public final class PgTradingHours {
    private static final String SET_CALENDAR = """
            INSERT INTO trading_calendars AS c (calendar_id, zone, sessions, exceptions, updated_by) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (calendar_id) DO UPDATE SET zone = EXCLUDED.zone, sessions = EXCLUDED.sessions,
                exceptions = EXCLUDED.exceptions, updated_by = EXCLUDED.updated_by, updated_at = now()
            WHERE (c.zone, c.sessions, c.exceptions) IS DISTINCT FROM (EXCLUDED.zone, EXCLUDED.sessions, EXCLUDED.exceptions)
            """;
    private static final String FIND_CALENDAR = """
            SELECT calendar_id FROM trading_calendars WHERE calendar_id = ?
            """;
    private static final String LOCK_INSTRUMENT = """
            SELECT * FROM instruments WHERE symbol = ? FOR UPDATE
            """;
    private static final String SET_INSTRUMENT_CALENDAR = """
            UPDATE instruments SET calendar_id = ?, updated_at = now() WHERE symbol = ?
            """;
    private static final String HALT = """
            UPDATE instruments SET halted_at = now(), halted_by = ?, halt_reason = ?, updated_at = now() WHERE symbol = ?
            """;
    private static final String RESUME = """
            UPDATE instruments SET halted_at = NULL, halted_by = NULL, halt_reason = NULL, venue_halted_at = NULL,
                venue_halt_reason = NULL, updated_at = now()
            WHERE symbol = ?
            """;

    private final AdminTransactions transactions;
    private final InstrumentCache cache;

    PgTradingHours(AdminTransactions transactions, InstrumentCache cache) {
        this.transactions = transactions;
        this.cache = cache;
    }

    /** Makes or changes a calendar that has been read before. */
    public void setCalendar(String actor, String calendarId, String zone, String sessions, String exceptions) {
        transactions.act(actor, connection -> {
            boolean changed = Sql.update(connection, SET_CALENDAR, calendarId, zone, sessions, exceptions, actor) == 1;
            Map<String, Object> detail = AuditEntry.detail(
                    "calendarId", calendarId, "zone", zone, "sessions", sessions, "exceptions", exceptions);
            return new AdminTransactions.Act<>(changed, changed ? AuditEntry.of("CALENDAR_SET", detail) : null);
        });
        cache.refresh();
    }

    /** @param calendarId null: without end */
    public InstrumentView setInstrumentCalendar(String actor, String symbol, @Nullable String calendarId) {
        return change(actor, symbol, (connection, before) -> {
            if (Objects.equals(before.calendarId(), calendarId)) {
                return null;
            }
            if (calendarId != null
                    && Sql.first(connection, FIND_CALENDAR, row -> Sql.text(row, "calendar_id"), calendarId) == null) {
                throw ApiException.ofField(ApiCode.CALENDAR_UNKNOWN, "calendarId", "There is no such calendar.");
            }
            Sql.update(connection, SET_INSTRUMENT_CALENDAR, calendarId, symbol);
            return AuditEntry.of(
                    "INSTRUMENT_CALENDAR_SET",
                    AuditEntry.detail(
                            "symbol",
                            symbol,
                            "from",
                            String.valueOf(before.calendarId()),
                            "to",
                            String.valueOf(calendarId)));
        });
    }

    /** Halted again for another reason, it is halted for that one from now on. */
    public InstrumentView halt(String actor, String symbol, String reason) {
        return change(actor, symbol, (connection, before) -> {
            if (reason.equals(before.haltReason())) {
                return null;
            }
            Sql.update(connection, HALT, actor, reason, symbol);
            return AuditEntry.of("INSTRUMENT_HALTED", AuditEntry.detail("symbol", symbol, "reason", reason));
        });
    }

    /** Ends an operator's halt and the venue's own: an operator has the last word, also where the venue has gone silent. */
    public InstrumentView resume(String actor, String symbol) {
        return change(actor, symbol, (connection, before) -> {
            if (before.haltedAt() == null && before.venueHaltedAt() == null) {
                return null;
            }
            Sql.update(connection, RESUME, symbol);
            return AuditEntry.of(
                    "INSTRUMENT_RESUMED",
                    AuditEntry.detail(
                            "symbol", symbol, "reason", before.haltReason(), "venueReason", before.venueHaltReason()));
        });
    }

    @FunctionalInterface
    private interface Change {
        /** Null where nothing was to be changed. */
        @Nullable
        AuditEntry make(Connection connection, InstrumentView before) throws SQLException;
    }

    private InstrumentView change(String actor, String symbol, Change change) {
        InstrumentView view = transactions.act(actor, connection -> {
            InstrumentView before = Sql.first(connection, LOCK_INSTRUMENT, PgReferenceAdmin::instrument, symbol);
            if (before == null) {
                throw ApiException.of(ApiCode.INSTRUMENT_NOT_FOUND, "There is no such instrument.");
            }
            AuditEntry entry = change.make(connection, before);
            return new AdminTransactions.Act<>(PgReferenceAdmin.find(connection, symbol), entry);
        });
        cache.refresh();
        return view;
    }
}
