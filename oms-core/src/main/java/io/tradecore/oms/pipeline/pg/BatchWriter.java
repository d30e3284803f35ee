package io.tradecore.oms.pipeline.pg;

import io.tradecore.ledger.UuidV7;
import io.tradecore.ledger.pg.Column;
import io.tradecore.ledger.pg.PgLedger;
import io.tradecore.ledger.pg.RoundTrip;
import io.tradecore.oms.execution.Execution;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.pipeline.AccountState;
import io.tradecore.oms.pipeline.AccountState.CancelRequest;
import io.tradecore.oms.pipeline.AccountState.Route;
import io.tradecore.oms.pipeline.BatchState;
import io.tradecore.oms.pipeline.BatchState.Quarantined;
import io.tradecore.oms.position.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes what a batch changed in one round trip: a statement per table, whatever the number of rows. Stateless. */
final class BatchWriter {

    private static final String ADVANCE_ACCOUNT_SEQUENCES = """
            UPDATE accounts a SET event_seq = k.event_seq, transfer_seq = k.transfer_seq
            FROM unnest(?::uuid[], ?::bigint[], ?::bigint[]) AS k (account_id, event_seq, transfer_seq)
            WHERE a.account_id = k.account_id""";

    private static final String INSERT_ORDERS = """
            INSERT INTO orders (account_id, order_id, cl_ord_id, symbol, venue_id, side, ord_type, time_in_force, order_qty,
                px, reserve_px, fee_rate, ord_status, venue_status, pending_cl_ord_id, cum_qty, leaves_qty, cum_notional,
                reason_code, reason_text)
            SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::text[], ?::text[], ?::text[], ?::numeric[],
                ?::numeric[], ?::numeric[], ?::text[], ?::text[])""";

    private static final String UPDATE_ORDERS = """
            UPDATE orders o SET ord_status = k.ord_status, venue_status = k.venue_status,
                pending_cl_ord_id = k.pending_cl_ord_id, cum_qty = k.cum_qty, leaves_qty = k.leaves_qty,
                cum_notional = k.cum_notional, reason_code = k.reason_code, reason_text = k.reason_text, updated_at = now()
            FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::numeric[], ?::numeric[], ?::numeric[],
                ?::text[], ?::text[]) AS k (account_id, order_id, ord_status, venue_status, pending_cl_ord_id, cum_qty,
                leaves_qty, cum_notional, reason_code, reason_text)
            WHERE (o.account_id, o.order_id) = (k.account_id, k.order_id)""";

    private static final String INSERT_CANCEL_REQUESTS = """
            INSERT INTO order_requests (account_id, cl_ord_id, order_id, kind)
            SELECT account_id, cl_ord_id, order_id, 'CANCEL'
            FROM unnest(?::uuid[], ?::text[], ?::uuid[]) AS k (account_id, cl_ord_id, order_id)""";

    private static final String INSERT_ORDER_EVENTS = """
            INSERT INTO order_events (account_id, seq, order_id, event_type, ord_status, cl_ord_id, exec_id, last_qty, last_px,
                cum_qty, leaves_qty, held, reason_code, reason_text, actor, transact_time)
            SELECT * FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::numeric[],
                ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::text[], ?::text[], ?::text[], ?::timestamptz[])""";

    private static final String INSERT_EXECUTIONS = """
            INSERT INTO executions (account_id, venue_id, exec_id, order_id, symbol, side, last_qty, last_px, notional, fee,
                event_seq, transfer_seq, flags, transact_time)
            SELECT account_id, venue_id, exec_id, order_id, symbol, side, last_qty, last_px, notional, fee,
                event_seq, transfer_seq, string_to_array(flags, ','), transact_time
            FROM unnest(?::uuid[], ?::text[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::numeric[], ?::numeric[],
                ?::numeric[], ?::numeric[], ?::bigint[], ?::bigint[], ?::text[], ?::timestamptz[])
                AS k (account_id, venue_id, exec_id, order_id, symbol, side, last_qty, last_px, notional, fee, event_seq,
                transfer_seq, flags, transact_time)""";

    private static final String WRITE_POSITIONS = """
            INSERT INTO positions (account_id, symbol, qty, avg_px, realised_pnl, fees)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[])
            ON CONFLICT (account_id, symbol) DO UPDATE SET qty = excluded.qty, avg_px = excluded.avg_px,
                realised_pnl = excluded.realised_pnl, fees = excluded.fees, updated_at = now()""";

    private static final String INSERT_ROUTES = """
            INSERT INTO outbox (account_id, order_id, seq, kind, venue_id, cl_ord_id)
            SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::text[])""";

    private static final String RETIRE_ROUTES = """
            UPDATE outbox r SET retired_at = now()
            FROM unnest(?::uuid[], ?::uuid[], ?::bigint[]) AS k (account_id, order_id, seq)
            WHERE (r.account_id, r.order_id, r.seq) = (k.account_id, k.order_id, k.seq)""";

    private static final String INSERT_QUARANTINE = """
            INSERT INTO quarantine (quarantine_id, account_id, venue_id, exec_id, reason_code, reason_text, payload)
            SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])""";

    /** A changed row and the account it belongs to. */
    private record Row<T>(UUID accountId, T value) {}

    private final PgLedger ledger;
    private final UuidV7 ids;

    BatchWriter(PgLedger ledger, UuidV7 ids) {
        this.ledger = ledger;
        this.ids = ids;
    }

    void write(Connection connection, BatchState batch) throws SQLException {
        RoundTrip trip = new RoundTrip();
        Collection<AccountState> accounts = batch.accounts();
        addOrders(trip, accounts);
        addEvents(trip, rows(accounts, AccountState::newEvents));
        ledger.write(trip, accounts.stream().map(AccountState::book).toList());
        addExecutions(trip, rows(accounts, AccountState::newExecutions));
        addPositions(trip, rows(accounts, AccountState::changedPositions));
        addRoutes(trip, accounts);
        addSequences(trip, accounts);
        addQuarantine(trip, batch.quarantined());
        trip.execute(connection);
    }

    private static <T> List<Row<T>> rows(Collection<AccountState> accounts, Function<AccountState, List<T>> of) {
        List<Row<T>> rows = new ArrayList<>();
        for (AccountState account : accounts) {
            UUID accountId = account.accountId().value();
            of.apply(account).forEach(value -> rows.add(new Row<>(accountId, value)));
        }
        return rows;
    }

    private static <T> Column accountIds(List<Row<T>> rows) {
        return Column.uuids(rows, Row::accountId);
    }

    private static void addOrders(RoundTrip trip, Collection<AccountState> accounts) {
        List<Order> made = accounts.stream()
                .flatMap(account -> account.newOrders().stream())
                .toList();
        if (!made.isEmpty()) {
            trip.update(
                    INSERT_ORDERS,
                    made.size(),
                    Column.uuids(made, order -> order.accountId().value()),
                    Column.uuids(made, order -> order.orderId().value()),
                    Column.texts(made, order -> order.clOrdId().value()),
                    Column.texts(made, Order::symbol),
                    Column.texts(made, Order::venueId),
                    Column.texts(made, order -> order.side().name()),
                    Column.texts(made, order -> order.ordType().name()),
                    Column.texts(made, order -> order.timeInForce().name()),
                    Column.numerics(made, Order::orderQty),
                    Column.numerics(made, Order::px),
                    Column.numerics(made, Order::reservePx),
                    Column.numerics(made, Order::feeRate),
                    Column.texts(made, order -> order.ordStatus().name()),
                    Column.texts(made, order -> order.venueStatus().name()),
                    Column.texts(made, BatchWriter::pendingClOrdId),
                    Column.numerics(made, Order::cumQty),
                    Column.numerics(made, Order::leavesQty),
                    Column.numerics(made, Order::cumNotional),
                    Column.texts(made, Order::reasonCode),
                    Column.texts(made, Order::reasonText));
        }
        List<Order> changed = accounts.stream()
                .flatMap(account -> account.updatedOrders().stream())
                .toList();
        if (!changed.isEmpty()) {
            trip.update(
                    UPDATE_ORDERS,
                    changed.size(),
                    Column.uuids(changed, order -> order.accountId().value()),
                    Column.uuids(changed, order -> order.orderId().value()),
                    Column.texts(changed, order -> order.ordStatus().name()),
                    Column.texts(changed, order -> order.venueStatus().name()),
                    Column.texts(changed, BatchWriter::pendingClOrdId),
                    Column.numerics(changed, Order::cumQty),
                    Column.numerics(changed, Order::leavesQty),
                    Column.numerics(changed, Order::cumNotional),
                    Column.texts(changed, Order::reasonCode),
                    Column.texts(changed, Order::reasonText));
        }
        addCancelRequests(trip, rows(accounts, AccountState::newCancelRequests));
    }

    private static @Nullable String pendingClOrdId(Order order) {
        return order.pendingClOrdId() == null ? null : order.pendingClOrdId().value();
    }

    private static void addCancelRequests(RoundTrip trip, List<Row<CancelRequest>> rows) {
        if (!rows.isEmpty()) {
            trip.update(
                    INSERT_CANCEL_REQUESTS,
                    rows.size(),
                    accountIds(rows),
                    Column.texts(rows, row -> row.value().clOrdId().value()),
                    Column.uuids(rows, row -> row.value().orderId().value()));
        }
    }

    private static void addEvents(RoundTrip trip, List<Row<OrderEvent>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        trip.update(
                INSERT_ORDER_EVENTS,
                rows.size(),
                accountIds(rows),
                Column.longs(rows, row -> row.value().seq()),
                Column.uuids(rows, row -> row.value().order().orderId().value()),
                Column.texts(rows, row -> row.value().type().name()),
                Column.texts(rows, row -> row.value().order().ordStatus().name()),
                Column.texts(rows, row -> row.value().clOrdId()),
                Column.texts(rows, row -> row.value().execId()),
                Column.numerics(rows, row -> row.value().lastQty()),
                Column.numerics(rows, row -> row.value().lastPx()),
                Column.numerics(rows, row -> row.value().order().cumQty()),
                Column.numerics(rows, row -> row.value().order().leavesQty()),
                Column.numerics(rows, row -> row.value().held()),
                Column.texts(rows, row -> row.value().reasonCode()),
                Column.texts(rows, row -> row.value().reasonText()),
                Column.texts(rows, row -> row.value().actor()),
                Column.instants(rows, row -> row.value().transactTime()));
    }

    private static void addExecutions(RoundTrip trip, List<Row<Execution>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        trip.update(
                INSERT_EXECUTIONS,
                rows.size(),
                accountIds(rows),
                Column.texts(rows, row -> row.value().venueId()),
                Column.texts(rows, row -> row.value().execId()),
                Column.uuids(rows, row -> row.value().orderId().value()),
                Column.texts(rows, row -> row.value().symbol()),
                Column.texts(rows, row -> row.value().side().name()),
                Column.numerics(rows, row -> row.value().lastQty()),
                Column.numerics(rows, row -> row.value().lastPx()),
                Column.numerics(rows, row -> row.value().notional()),
                Column.numerics(rows, row -> row.value().fee()),
                Column.longs(rows, row -> row.value().eventSeq()),
                Column.longs(rows, row -> row.value().transferSeq()),
                Column.texts(
                        rows,
                        row -> String.join(
                                ",",
                                row.value().flags().stream().map(Enum::name).toList())),
                Column.instants(rows, row -> row.value().transactTime()));
    }

    private static void addPositions(RoundTrip trip, List<Row<Position>> rows) {
        if (!rows.isEmpty()) {
            trip.update(
                    WRITE_POSITIONS,
                    rows.size(),
                    accountIds(rows),
                    Column.texts(rows, row -> row.value().symbol()),
                    Column.numerics(rows, row -> row.value().qty()),
                    Column.numerics(rows, row -> row.value().avgPx()),
                    Column.numerics(rows, row -> row.value().realisedPnl()),
                    Column.numerics(rows, row -> row.value().fees()));
        }
    }

    /** A message the venue answered within the batch that made it is written first and then retired. */
    private static void addRoutes(RoundTrip trip, Collection<AccountState> accounts) {
        List<Row<Route>> made = rows(accounts, AccountState::newRoutes);
        if (!made.isEmpty()) {
            trip.update(
                    INSERT_ROUTES,
                    made.size(),
                    accountIds(made),
                    Column.uuids(made, row -> row.value().orderId().value()),
                    Column.longs(made, row -> row.value().seq()),
                    Column.texts(made, row -> row.value().kind().name()),
                    Column.texts(made, row -> row.value().venueId()),
                    Column.texts(made, row -> row.value().clOrdId()));
        }
        List<Row<Route>> retired = rows(accounts, AccountState::retiredRoutes);
        if (!retired.isEmpty()) {
            trip.update(
                    RETIRE_ROUTES,
                    retired.size(),
                    accountIds(retired),
                    Column.uuids(retired, row -> row.value().orderId().value()),
                    Column.longs(retired, row -> row.value().seq()));
        }
    }

    private static void addSequences(RoundTrip trip, Collection<AccountState> accounts) {
        List<AccountState> advanced = accounts.stream()
                .filter(account -> !account.newEvents().isEmpty()
                        || !account.book().postedTransfers().isEmpty())
                .toList();
        if (!advanced.isEmpty()) {
            trip.update(
                    ADVANCE_ACCOUNT_SEQUENCES,
                    advanced.size(),
                    Column.uuids(advanced, account -> account.accountId().value()),
                    Column.longs(advanced, AccountState::eventSeq),
                    Column.longs(advanced, account -> account.book().transferSeq()));
        }
    }

    private void addQuarantine(RoundTrip trip, List<Quarantined> quarantined) {
        if (!quarantined.isEmpty()) {
            trip.update(
                    INSERT_QUARANTINE,
                    quarantined.size(),
                    Column.uuids(quarantined, _ -> ids.next()),
                    Column.uuids(quarantined, row -> row.report().accountId().value()),
                    Column.texts(quarantined, row -> row.report().venueId()),
                    Column.texts(quarantined, row -> row.report().execId()),
                    Column.texts(quarantined, row -> row.reason().name()),
                    Column.texts(quarantined, Quarantined::text),
                    Column.texts(quarantined, row -> row.report().payload()));
        }
    }
}
