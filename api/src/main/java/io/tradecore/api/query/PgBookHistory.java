package io.tradecore.api.query;

import io.tradecore.api.edge.Decimals;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.position.ActPart;
import io.tradecore.oms.position.pg.PgDueActs;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Reads balances and positions as of any time. Balances are one query over the account's own part of the journal's primary
 * keys; positions are replayed from the executions, of which a page at a time is in memory. Safe for use by many threads; blocks
 * its thread.
 */
@Singleton
public final class PgBookHistory {
    private static final int EXECUTIONS_OF_A_PAGE = 1000;

    // Every line there is today, and one of an account that has none yet: a balance of nothing is a balance, too.
    private static final String LIST_BALANCES = """
            SELECT l.code, l.asset, coalesce(s.posted, 0) AS posted
            FROM (
                SELECT code, asset FROM ledger_balances WHERE account_id = ?
                UNION SELECT 'CASH', base_currency FROM accounts WHERE account_id = ?) l
            LEFT JOIN (
                SELECT e.code, e.asset, sum(e.amount) AS posted
                FROM ledger_transfers t JOIN ledger_entries e ON (e.account_id, e.seq) = (t.account_id, t.seq)
                WHERE t.account_id = ? AND t.effective_at <= ? AND t.recorded_at <= ? AND e.recorded_at <= ?
                GROUP BY e.code, e.asset) s ON (s.code, s.asset) = (l.code, l.asset)
            ORDER BY l.code, l.asset
            """;

    private static final String LIST_POSITIONS = """
            SELECT symbol, leg FROM positions WHERE account_id = ? ORDER BY symbol, leg
            """;

    // Busts and corrections, of which there are few; then all, in the order of booking, which is the order of the
    // average. Both count from when their transfers do, which in a closed period is not when they happened: what was
    // told of it stays as it was. One that posts nothing has no transfer.
    private static final String LIST_REVISIONS = """
            SELECT e.*, c.commission, c.comm_currency FROM executions e
            LEFT JOIN execution_commissions c ON (c.account_id, c.venue_id, c.exec_id) = (e.account_id, e.venue_id, e.exec_id)
            LEFT JOIN ledger_transfers t ON (t.account_id, t.seq) = (e.account_id, e.transfer_seq)
            WHERE e.account_id = ? AND coalesce(t.effective_at, e.transact_time) <= ? AND e.recorded_at <= ?
                AND e.exec_ref_id IS NOT NULL
            ORDER BY e.event_seq
            """;

    private static final String LIST_EXECUTIONS = """
            SELECT e.*, h.position_effect, c.commission, c.comm_currency FROM executions e
            LEFT JOIN execution_commissions c ON (c.account_id, c.venue_id, c.exec_id) = (e.account_id, e.venue_id, e.exec_id)
            LEFT JOIN ledger_transfers t ON (t.account_id, t.seq) = (e.account_id, e.transfer_seq)
            LEFT JOIN hedging_orders h ON (h.account_id, h.order_id) = (e.account_id, e.order_id)
            WHERE e.account_id = ? AND coalesce(t.effective_at, e.transact_time) <= ? AND e.recorded_at <= ?
            ORDER BY e.event_seq
            """;

    private static final String LIST_ACTS = """
            SELECT a.*, p.announced_qty, p.event_seq, p.qty_before, p.qty_after, p.asset, p.posted, p.transfer_seq
            FROM instrument_act_parts p
            JOIN instrument_acts a ON a.act_id = p.act_id AND a.kind IN ('SPLIT', 'SETTLEMENT')
            LEFT JOIN ledger_transfers t ON (t.account_id, t.seq) = (p.account_id, p.transfer_seq)
            WHERE p.account_id = ? AND p.event_seq IS NOT NULL AND coalesce(t.effective_at, a.effective_at) <= ?
                AND p.booked_at <= ?
            """;

    private final TenantReads reads;
    private final Instruments instruments;

    PgBookHistory(TenantReads reads, Instruments instruments) {
        this.reads = reads;
        this.instruments = instruments;
    }

    /** Every line of the book with what was posted to it, by code and asset. */
    public Page<BalanceView> balances(AccountId accountId, PointInTime time) {
        return Page.whole(reads.readList(
                accountId,
                connection -> Sql.list(
                        connection,
                        LIST_BALANCES,
                        row -> new BalanceView(
                                Sql.text(row, "code"),
                                Sql.text(row, "asset"),
                                Decimals.text(Sql.decimal(row, "posted")),
                                null,
                                null,
                                null),
                        accountId.value(),
                        accountId.value(),
                        accountId.value(),
                        time.asOf(),
                        time.knownAt(),
                        time.knownAt())));
    }

    /** Every position the account has today, as it was, by symbol; without a mark. */
    public Page<PositionView> positions(AccountId accountId, PointInTime time) {
        return Page.whole(reads.readList(accountId, connection -> positions(connection, accountId, time)));
    }

    private List<PositionView> positions(Connection connection, AccountId accountId, PointInTime time)
            throws SQLException {
        PositionReplay replay = new PositionReplay(instruments);
        Sql.each(connection, LIST_POSITIONS, 0, replay::begin, accountId.value());
        Sql.list(connection, LIST_ACTS, PgBookHistory::act, accountId.value(), time.asOf(), time.knownAt()).stream()
                .sorted(ActPart.AS_BOOKED)
                .forEach(replay::act);
        Sql.each(
                connection,
                LIST_REVISIONS,
                EXECUTIONS_OF_A_PAGE,
                replay::revise,
                accountId.value(),
                time.asOf(),
                time.knownAt());
        Sql.each(
                connection,
                LIST_EXECUTIONS,
                EXECUTIONS_OF_A_PAGE,
                replay::replay,
                accountId.value(),
                time.asOf(),
                time.knownAt());
        return replay.positions();
    }

    private static ActPart act(ResultSet row) throws SQLException {
        return new ActPart(
                PgDueActs.act(row),
                Sql.decimal(row, "announced_qty"),
                true,
                new ActPart.Booked(
                        row.getLong("event_seq"),
                        Sql.decimal(row, "qty_before"),
                        Sql.decimal(row, "qty_after"),
                        Sql.text(row, "asset"),
                        Sql.decimal(row, "posted"),
                        row.getObject("transfer_seq", Long.class)));
    }
}
