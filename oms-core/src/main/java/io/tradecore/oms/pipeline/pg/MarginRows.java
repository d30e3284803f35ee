package io.tradecore.oms.pipeline.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.pg.Column;
import io.tradecore.ledger.pg.RoundTrip;
import io.tradecore.ledger.pg.RoundTrip.RowReader;
import io.tradecore.oms.margin.MarginFact;
import io.tradecore.oms.margin.MarginStanding;
import io.tradecore.oms.margin.MarginStanding.Liquidation;
import io.tradecore.oms.margin.pg.PgMarginBooks;
import io.tradecore.oms.pipeline.AccountState;
import io.tradecore.oms.valuation.RatePair;
import io.tradecore.oms.valuation.pg.RatePairRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What accounts on margin are judged by, and what was done because of how they stood. */
final class MarginRows {

    private static final String FIND_MARGIN_STANDINGS = """
            SELECT account_id, base_currency, base_scale, leverage, call_level, stop_out_level, restore_level, liquidation_mode,
                call_id, liquidation_id, started_at, last_step, last_cancel_at, last_close_at, last_order_left, idle_closes
            FROM find_margin_standings(?)""";

    private record Row<F extends MarginFact>(UUID accountId, F fact) {}

    private MarginRows() {}

    /** Adds what reads them, with the pairs that tell rates. */
    static void find(
            RoundTrip trip, Collection<AccountId> accountIds, RowReader standings, Collection<RatePair> ratePairs) {
        trip.query(FIND_MARGIN_STANDINGS, standings, Column.uuids(accountIds, AccountId::value));
        trip.query(RatePairRows.LIST, row -> ratePairs.add(RatePairRows.read(row)));
    }

    static MarginStanding read(ResultSet row) throws SQLException {
        UUID liquidationId = row.getObject("liquidation_id", UUID.class);
        Instant startedAt = instantOrNull(row, "started_at");
        return new MarginStanding(
                row.getString("base_currency"),
                row.getInt("base_scale"),
                PgMarginBooks.settings(row),
                row.getObject("call_id", UUID.class),
                liquidationId == null || startedAt == null
                        ? null
                        : new Liquidation(
                                liquidationId,
                                startedAt,
                                row.getInt("last_step"),
                                instantOrNull(row, "last_cancel_at"),
                                instantOrNull(row, "last_close_at"),
                                row.getBoolean("last_order_left"),
                                row.getInt("idle_closes")));
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** Adds the calls that write what was done, none where nothing was. */
    static void write(RoundTrip trip, Collection<AccountState> accounts) {
        if (accounts.stream().allMatch(account -> account.newMarginFacts().isEmpty())) {
            return;
        }
        writeCalls(trip, accounts);
        var started = rows(accounts, MarginFact.LiquidationStarted.class);
        if (!started.isEmpty()) {
            trip.call(
                    "start_liquidations",
                    Column.uuids(started, Row::accountId),
                    Column.uuids(started, row -> row.fact().liquidationId()),
                    Column.texts(started, row -> row.fact().state().baseCurrency()),
                    Column.numerics(started, row -> row.fact().state().equity()),
                    Column.numerics(started, row -> row.fact().state().used()),
                    Column.numerics(started, row -> row.fact().settings().stopOutLevel()),
                    Column.numerics(started, row -> row.fact().settings().restoreLevel()),
                    Column.texts(
                            started,
                            row -> row.fact().settings().liquidationMode().name()));
        }
        writeSteps(trip, accounts);
        var ended = rows(accounts, MarginFact.LiquidationEnded.class);
        if (!ended.isEmpty()) {
            trip.call(
                    "end_liquidations",
                    Column.uuids(ended, Row::accountId),
                    Column.uuids(ended, row -> row.fact().liquidationId()),
                    Column.texts(ended, row -> row.fact().result().name()),
                    Column.numerics(ended, row -> row.fact().state().equity()),
                    Column.numerics(ended, row -> row.fact().state().used()));
        }
    }

    private static void writeCalls(RoundTrip trip, Collection<AccountState> accounts) {
        var raised = rows(accounts, MarginFact.CallRaised.class);
        if (!raised.isEmpty()) {
            trip.call(
                    "raise_margin_calls",
                    Column.uuids(raised, Row::accountId),
                    Column.uuids(raised, row -> row.fact().callId()),
                    Column.texts(raised, row -> row.fact().state().baseCurrency()),
                    Column.numerics(raised, row -> row.fact().state().equity()),
                    Column.numerics(raised, row -> row.fact().state().used()),
                    Column.numerics(raised, row -> row.fact().state().due()),
                    Column.numerics(raised, row -> row.fact().callLevel()));
        }
        var cleared = rows(accounts, MarginFact.CallCleared.class);
        if (!cleared.isEmpty()) {
            trip.call(
                    "clear_margin_calls",
                    Column.uuids(cleared, Row::accountId),
                    Column.uuids(cleared, row -> row.fact().callId()),
                    Column.numerics(cleared, row -> row.fact().state().equity()),
                    Column.numerics(cleared, row -> row.fact().state().used()));
        }
    }

    private static void writeSteps(RoundTrip trip, Collection<AccountState> accounts) {
        var asked = rows(accounts, MarginFact.CancelsAsked.class);
        if (!asked.isEmpty()) {
            trip.call(
                    "insert_liquidation_steps",
                    Column.uuids(asked, Row::accountId),
                    Column.uuids(asked, row -> row.fact().liquidationId()),
                    Column.longs(asked, row -> (long) row.fact().step()),
                    Column.texts(asked, _ -> "CANCEL"),
                    Column.longs(asked, row -> (long) row.fact().orders()),
                    Column.uuids(asked, _ -> null),
                    Column.texts(asked, _ -> null),
                    Column.texts(asked, _ -> null),
                    Column.numerics(asked, _ -> null),
                    Column.numerics(asked, row -> row.fact().state().equity()),
                    Column.numerics(asked, row -> row.fact().state().used()));
        }
        var sent = rows(accounts, MarginFact.CloseSent.class);
        if (!sent.isEmpty()) {
            trip.call(
                    "insert_liquidation_steps",
                    Column.uuids(sent, Row::accountId),
                    Column.uuids(sent, row -> row.fact().liquidationId()),
                    Column.longs(sent, row -> (long) row.fact().step()),
                    Column.texts(sent, _ -> "CLOSE"),
                    Column.longs(sent, _ -> 1L),
                    Column.uuids(sent, row -> row.fact().orderId().value()),
                    Column.texts(sent, row -> row.fact().symbol()),
                    Column.texts(sent, row -> row.fact().leg().name()),
                    Column.numerics(sent, row -> row.fact().qty()),
                    Column.numerics(sent, row -> row.fact().state().equity()),
                    Column.numerics(sent, row -> row.fact().state().used()));
        }
    }

    private static <F extends MarginFact> List<Row<F>> rows(Collection<AccountState> accounts, Class<F> kind) {
        List<Row<F>> rows = new ArrayList<>();
        for (AccountState account : accounts) {
            for (MarginFact fact : account.newMarginFacts()) {
                if (kind.isInstance(fact)) {
                    rows.add(new Row<>(account.accountId().value(), kind.cast(fact)));
                }
            }
        }
        return rows;
    }
}
