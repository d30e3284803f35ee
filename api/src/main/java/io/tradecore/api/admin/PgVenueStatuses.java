package io.tradecore.api.admin;

import io.tradecore.api.nats.SecurityStatus;
import io.tradecore.api.nats.SecurityStatus.TradingStatus;
import io.tradecore.api.nats.SecurityStatuses;
import io.tradecore.api.reference.InstrumentCache;
import io.tradecore.api.reference.InstrumentView;
import io.tradecore.api.sql.Sql;
import io.tradecore.oms.command.Reason;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Halts instruments as their venues say, beside what operators do: a venue's word ends no operator's halt. Each status is
 * kept with what it changed in one transaction, so that the same again changes nothing. Safe for use by many threads; blocks
 * its thread.
 */
@Singleton
public final class PgVenueStatuses implements SecurityStatuses {
    private static final String LOCK_INSTRUMENT = """
            SELECT * FROM instruments WHERE symbol = ? FOR UPDATE
            """;
    private static final String FIND_STATUS = """
            SELECT symbol, trading_status, transact_time FROM venue_statuses WHERE venue_id = ? AND status_id = ?
            """;
    private static final String FIND_LATER_STATUS = """
            SELECT status_id FROM venue_statuses WHERE symbol = ? AND transact_time > ? LIMIT 1
            """;
    private static final String KEEP_STATUS = """
            INSERT INTO venue_statuses (venue_id, status_id, symbol, trading_status, reason, transact_time)
            VALUES (?, ?, ?, ?, ?, ?)
            """;
    private static final String HALT = """
            UPDATE instruments SET venue_halted_at = now(), venue_halt_reason = ?, updated_at = now() WHERE symbol = ?
            """;
    private static final String RESUME = """
            UPDATE instruments SET venue_halted_at = NULL, venue_halt_reason = NULL, updated_at = now() WHERE symbol = ?
            """;

    private final AdminTransactions transactions;
    private final InstrumentCache cache;

    PgVenueStatuses(AdminTransactions transactions, InstrumentCache cache) {
        this.transactions = transactions;
        this.cache = cache;
    }

    @Override
    public Told tell(SecurityStatus status) {
        Told told = transactions.act("venue:" + status.venueId(), connection -> act(connection, status));
        cache.refresh();
        return told;
    }

    private static AdminTransactions.Act<Told> act(Connection connection, SecurityStatus status) throws SQLException {
        // The lock orders what is told of an instrument, and an operator's halts.
        InstrumentView before = Sql.first(connection, LOCK_INSTRUMENT, PgReferenceAdmin::instrument, status.symbol());
        if (before == null) {
            return nothing(
                    new Told.Unfit(Reason.INSTRUMENT_UNKNOWN, "There is no instrument " + status.symbol() + "."));
        }
        if (!before.venueId().equals(status.venueId())) {
            return nothing(
                    new Told.Unfit(Reason.REPORT_WRONG_VENUE, "The instrument is traded at " + before.venueId() + "."));
        }
        Boolean same =
                Sql.first(connection, FIND_STATUS, row -> isSame(row, status), status.venueId(), status.statusId());
        if (same != null) {
            return nothing(
                    same
                            ? new Told.Ignored()
                            : new Told.Unfit(Reason.EXEC_ID_REUSED, "The statusId was used for another status."));
        }
        boolean overtaken =
                Sql.first(connection, FIND_LATER_STATUS, row -> true, status.symbol(), status.transactTime()) != null;
        Sql.update(
                connection,
                KEEP_STATUS,
                status.venueId(),
                status.statusId(),
                status.symbol(),
                status.tradingStatus().name(),
                status.reason(),
                status.transactTime());
        return overtaken
                ? nothing(new Told.Ignored())
                : new AdminTransactions.Act<>(new Told.Applied(), change(connection, status, before));
    }

    private static boolean isSame(ResultSet row, SecurityStatus status) throws SQLException {
        return Sql.text(row, "symbol").equals(status.symbol())
                && Sql.text(row, "trading_status").equals(status.tradingStatus().name())
                && Sql.time(row, "transact_time")
                        .truncatedTo(ChronoUnit.MICROS)
                        .equals(status.transactTime().truncatedTo(ChronoUnit.MICROS));
    }

    private static AdminTransactions.Act<Told> nothing(Told told) {
        return new AdminTransactions.Act<>(told, null);
    }

    /** Null where the instrument stays as it is. */
    private static @Nullable AuditEntry change(Connection connection, SecurityStatus status, InstrumentView before)
            throws SQLException {
        boolean halts = status.tradingStatus() == TradingStatus.TRADING_HALT;
        if (!halts && before.venueHaltedAt() == null) {
            return null;
        }
        if (halts) {
            Sql.update(connection, HALT, status.reason(), status.symbol());
        } else {
            Sql.update(connection, RESUME, status.symbol());
        }
        return AuditEntry.of(
                halts ? "INSTRUMENT_HALTED" : "INSTRUMENT_RESUMED",
                AuditEntry.detail(
                        "symbol",
                        status.symbol(),
                        "reason",
                        halts ? status.reason() : before.venueHaltReason(),
                        "statusId",
                        status.statusId()));
    }
}
