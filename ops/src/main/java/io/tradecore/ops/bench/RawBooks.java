package io.tradecore.ops.bench;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes the rows the pipeline writes for orders and fills, and nothing else: one connection straight to PostgreSQL,
 * set-based, prepared on the server, no checks, no locks, no row-level security. What can be done at all, for the limits.
 *
 * <p>Starts from books that have just been reset. Not thread-safe.
 */
final class RawBooks implements AutoCloseable {

    private static final String INSERT_ORDERS = """
            INSERT INTO orders (account_id, order_id, cl_ord_id, symbol, venue_id, side, ord_type, time_in_force, order_qty, px,
                reserve_px, fee_rate, ord_status, venue_status, cum_qty, leaves_qty, cum_notional)
            SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::text[], ?::text[], ?::numeric[], ?::numeric[],
                ?::numeric[])""";

    private static final String INSERT_EVENTS = """
            INSERT INTO order_events (account_id, seq, order_id, event_type, ord_status, cl_ord_id, exec_id, last_qty, last_px,
                cum_qty, leaves_qty, held, actor, transact_time)
            SELECT * FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::numeric[],
                ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[], ?::text[], ?::timestamptz[])""";

    private static final String INSERT_HOLDS = """
            INSERT INTO holds (account_id, hold_id, code, asset, amount, remaining, status)
            SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::numeric[], ?::numeric[], ?::text[])""";

    private static final String INSERT_ROUTES = """
            INSERT INTO outbox (account_id, order_id, seq, kind, venue_id, cl_ord_id, retired_at)
            SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::timestamptz[])""";

    private static final String UPDATE_PENDING = """
            UPDATE ledger_balances b SET pending = k.pending, updated_at = now()
            FROM unnest(?::uuid[], ?::text[], ?::text[], ?::numeric[]) AS k (account_id, code, asset, pending)
            WHERE (b.account_id, b.code, b.asset) = (k.account_id, k.code, k.asset)""";

    private static final String UPDATE_ACCOUNTS = """
            UPDATE accounts a SET event_seq = k.event_seq, transfer_seq = k.transfer_seq, chain_hash = k.chain_hash
            FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bytea[])
                AS k (account_id, event_seq, transfer_seq, chain_hash)
            WHERE a.account_id = k.account_id""";

    private static final String UPDATE_ORDERS = """
            UPDATE orders o SET ord_status = k.ord_status, venue_status = k.venue_status, cum_qty = k.cum_qty,
                leaves_qty = k.leaves_qty, cum_notional = k.cum_notional, updated_at = now()
            FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::numeric[], ?::numeric[], ?::numeric[])
                AS k (account_id, order_id, ord_status, venue_status, cum_qty, leaves_qty, cum_notional)
            WHERE (o.account_id, o.order_id) = (k.account_id, k.order_id)""";

    private static final String UPDATE_HOLDS = """
            UPDATE holds h SET remaining = k.remaining, status = k.status, updated_at = now()
            FROM unnest(?::uuid[], ?::uuid[], ?::numeric[], ?::text[]) AS k (account_id, hold_id, remaining, status)
            WHERE (h.account_id, h.hold_id) = (k.account_id, k.hold_id)""";

    private static final String INSERT_TRANSFERS = """
            INSERT INTO ledger_transfers
                (account_id, seq, transfer_id, kind, asset, amount, order_id, exec_id, actor, effective_at, chain_key, chain_hash)
            SELECT * FROM unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::numeric[], ?::uuid[], ?::text[],
                ?::text[], ?::timestamptz[], ?::smallint[], ?::bytea[])""";

    private static final String INSERT_ENTRIES = """
            INSERT INTO ledger_entries (account_id, seq, leg, code, asset, amount, balance_after)
            SELECT * FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::numeric[], ?::numeric[])""";

    private static final String WRITE_BALANCES = """
            INSERT INTO ledger_balances (account_id, code, asset, posted, pending)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::numeric[], ?::numeric[])
            ON CONFLICT (account_id, code, asset) DO UPDATE
                SET posted = excluded.posted, pending = excluded.pending, updated_at = now()""";

    private static final String INSERT_EXECUTIONS = """
            INSERT INTO executions (account_id, venue_id, exec_id, order_id, symbol, side, last_qty, last_px, notional, fee,
                event_seq, transfer_seq, transact_time)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::numeric[], ?::numeric[],
                ?::numeric[], ?::numeric[], ?::bigint[], ?::bigint[], ?::timestamptz[])""";

    private static final String WRITE_POSITIONS = """
            INSERT INTO positions (account_id, symbol, qty, avg_px, realised_pnl, fees)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::numeric[], ?::numeric[], ?::numeric[], ?::numeric[])
            ON CONFLICT (account_id, symbol, leg) DO UPDATE SET qty = excluded.qty, avg_px = excluded.avg_px,
                realised_pnl = excluded.realised_pnl, fees = excluded.fees, updated_at = now()""";

    /** As long as one: what is measured here is what writing it takes, and no key is known to the database. */
    private static final String A_HASH = "\\x" + "5a".repeat(32);

    private static final List<String> OF_ORDERS =
            List.of(INSERT_ORDERS, INSERT_EVENTS, UPDATE_PENDING, INSERT_HOLDS, INSERT_ROUTES, UPDATE_ACCOUNTS);

    private static final List<String> OF_FILLS = List.of(
            UPDATE_ORDERS,
            INSERT_EVENTS,
            INSERT_TRANSFERS,
            INSERT_ENTRIES,
            WRITE_BALANCES,
            UPDATE_HOLDS,
            INSERT_EXECUTIONS,
            WRITE_POSITIONS,
            UPDATE_ACCOUNTS);

    /** An order that was written and is open. */
    record Open(RawAccount account, UUID orderId, String clOrdId) {}

    private final Connection connection;
    private final List<RawAccount> accounts;
    private final PreparedStatement writeOrders;
    private final PreparedStatement writeFills;
    private long orders;

    private final Rows orderRows = new Rows(
            "uuid", "uuid", "text", "text", "text", "text", "text", "text", "numeric", "numeric", "numeric", "numeric",
            "text", "text", "numeric", "numeric", "numeric");
    private final Rows orderChanges = new Rows("uuid", "uuid", "text", "text", "numeric", "numeric", "numeric");
    private final Rows events = new Rows(
            "uuid",
            "int8",
            "uuid",
            "text",
            "text",
            "text",
            "text",
            "numeric",
            "numeric",
            "numeric",
            "numeric",
            "numeric",
            "text",
            "timestamptz");
    private final Rows pending = new Rows("uuid", "text", "text", "numeric");
    private final Rows holds = new Rows("uuid", "uuid", "text", "text", "numeric", "numeric", "text");
    private final Rows holdChanges = new Rows("uuid", "uuid", "numeric", "text");
    private final Rows routes = new Rows("uuid", "uuid", "int8", "text", "text", "text", "timestamptz");
    private final Rows accountChanges = new Rows("uuid", "int8", "int8", "bytea");
    private final Rows transfers = new Rows(
            "uuid", "int8", "text", "text", "text", "numeric", "uuid", "text", "text", "timestamptz", "int2", "bytea");
    private final Rows entries = new Rows("uuid", "int8", "int8", "text", "text", "numeric", "numeric");
    private final Rows balances = new Rows("uuid", "text", "text", "numeric", "numeric");
    private final Rows executions = new Rows(
            "uuid",
            "text",
            "text",
            "uuid",
            "text",
            "text",
            "numeric",
            "numeric",
            "numeric",
            "numeric",
            "int8",
            "int8",
            "timestamptz");
    private final Rows positions = new Rows("uuid", "text", "numeric", "numeric", "numeric", "numeric");

    /**
     * @param connection of the administrator, straight to PostgreSQL; closed with this
     * @param owners the accounts opened by the reset
     */
    RawBooks(Connection connection, BenchAccounts owners) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        accounts = owners.ids().stream().map(RawAccount::new).toList();
        // The driver sends all of them before it reads an answer: a batch is one round trip, and the commit another.
        writeOrders = connection.prepareStatement(String.join(";\n", OF_ORDERS));
        writeFills = connection.prepareStatement(String.join(";\n", OF_FILLS));
    }

    /** One batch of orders, spread over the accounts, as the pipeline leaves them when it acknowledges. */
    List<Open> placeOrders(int count) throws SQLException {
        return placeOrders(count, false);
    }

    /** The same at the first price alone, and already answered by the venue with NEW. */
    List<Open> placeAcknowledgedOrders(int count) throws SQLException {
        return placeOrders(count, true);
    }

    private List<Open> placeOrders(int count, boolean acknowledged) throws SQLException {
        String now = Instant.now().toString();
        List<Open> placed = new ArrayList<>(count);
        Set<RawAccount> touched = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            RawAccount account = accounts.get((int) (orders % accounts.size()));
            Open order = new Open(account, newId(), "raw-" + orders);
            addOrder(order, acknowledged ? 0 : orders, acknowledged, now);
            orders++;
            placed.add(order);
            touched.add(account);
        }
        for (RawAccount account : touched) {
            pending.add(account.id(), "CASH", BenchOrder.CURRENCY, account.pending());
            accountChanges.add(account.id(), account.events(), account.transfers(), A_HASH);
        }
        execute(writeOrders, orderRows, events, pending, holds, routes, accountChanges);
        return placed;
    }

    /** @param n tells its price */
    private void addOrder(Open order, long n, boolean acknowledged, String now) {
        UUID account = order.account().id();
        BigDecimal px = BenchOrder.px(n);
        BigDecimal cost = BenchOrder.cost(n);
        String status = acknowledged ? "NEW" : "PENDING_NEW";
        orderRows.add(
                account,
                order.orderId(),
                order.clOrdId(),
                BenchOrder.SYMBOL,
                BenchOrder.VENUE,
                "BUY",
                "LIMIT",
                "DAY",
                BenchOrder.QTY,
                px,
                px,
                BenchOrder.FEE_RATE,
                status,
                status,
                BigDecimal.ZERO,
                BenchOrder.QTY,
                BigDecimal.ZERO);
        long seq = order.account().nextEvent();
        addUnfilledEvent(order, seq, "ORDER_ACCEPTED", "PENDING_NEW", cost, "bench", now);
        if (acknowledged) {
            addUnfilledEvent(order, order.account().nextEvent(), "NEW", "NEW", cost, "venue:SIM", now);
        }
        order.account().opened(cost);
        holds.add(account, order.orderId(), "CASH", BenchOrder.CURRENCY, cost, cost, "OPEN");
        routes.add(
                account,
                order.orderId(),
                seq,
                "NEW_ORDER",
                BenchOrder.VENUE,
                order.clOrdId(),
                acknowledged ? now : null);
    }

    private void addUnfilledEvent(
            Open order, long seq, String type, String status, BigDecimal held, String actor, String now) {
        events.add(
                order.account().id(),
                seq,
                order.orderId(),
                type,
                status,
                order.clOrdId(),
                null,
                null,
                null,
                BigDecimal.ZERO,
                BenchOrder.QTY,
                held,
                actor,
                now);
    }

    /** One batch of fills, each of a whole order that was acknowledged. */
    void fill(List<Open> open) throws SQLException {
        String now = Instant.now().toString();
        Set<RawAccount> touched = new LinkedHashSet<>();
        for (Open order : open) {
            addFill(order, now);
            touched.add(order.account());
        }
        for (RawAccount account : touched) {
            addBalances(account);
            accountChanges.add(account.id(), account.events(), account.transfers(), A_HASH);
        }
        execute(
                writeFills,
                orderChanges,
                events,
                transfers,
                entries,
                balances,
                holdChanges,
                executions,
                positions,
                accountChanges);
    }

    private void addFill(Open order, String now) {
        RawAccount account = order.account();
        UUID id = account.id();
        long seq = account.nextEvent();
        long transfer = account.filled();
        String execId = "raw-x-" + order.orderId();
        orderChanges.add(id, order.orderId(), "FILLED", "FILLED", BenchOrder.QTY, BigDecimal.ZERO, BenchOrder.NOTIONAL);
        events.add(
                id,
                seq,
                order.orderId(),
                "TRADE",
                "FILLED",
                order.clOrdId(),
                execId,
                BenchOrder.QTY,
                BenchOrder.PX,
                BenchOrder.QTY,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                "venue:SIM",
                now);
        transfers.add(
                id,
                transfer,
                "trade:" + BenchOrder.VENUE + ":" + execId,
                "TRADE",
                BenchOrder.CURRENCY,
                BenchOrder.COST.negate(),
                order.orderId(),
                execId,
                "venue:SIM",
                now,
                1,
                A_HASH);
        addEntries(account, transfer);
        holdChanges.add(id, order.orderId(), BigDecimal.ZERO, "CLOSED");
        executions.add(
                id,
                BenchOrder.VENUE,
                execId,
                order.orderId(),
                BenchOrder.SYMBOL,
                "BUY",
                BenchOrder.QTY,
                BenchOrder.PX,
                BenchOrder.NOTIONAL,
                BenchOrder.FEE,
                seq,
                transfer,
                now);
    }

    private void addEntries(RawAccount account, long transfer) {
        UUID id = account.id();
        entries.add(id, transfer, 0L, "POSITION", BenchOrder.SYMBOL, BenchOrder.QTY, account.position());
        entries.add(
                id,
                transfer,
                1L,
                "CLEARING",
                BenchOrder.SYMBOL,
                BenchOrder.QTY.negate(),
                account.position().negate());
        entries.add(id, transfer, 2L, "CASH", BenchOrder.CURRENCY, BenchOrder.COST.negate(), account.cash());
        entries.add(id, transfer, 3L, "CLEARING", BenchOrder.CURRENCY, BenchOrder.NOTIONAL, account.paid());
        entries.add(id, transfer, 4L, "FEES", BenchOrder.CURRENCY, BenchOrder.FEE, account.fees());
    }

    private void addBalances(RawAccount account) {
        UUID id = account.id();
        balances.add(id, "CASH", BenchOrder.CURRENCY, account.cash(), account.pending());
        balances.add(id, "CLEARING", BenchOrder.CURRENCY, account.paid(), BigDecimal.ZERO);
        balances.add(id, "FEES", BenchOrder.CURRENCY, account.fees(), BigDecimal.ZERO);
        balances.add(id, "POSITION", BenchOrder.SYMBOL, account.position(), BigDecimal.ZERO);
        balances.add(id, "CLEARING", BenchOrder.SYMBOL, account.position().negate(), BigDecimal.ZERO);
        positions.add(id, BenchOrder.SYMBOL, account.position(), BenchOrder.PX, BigDecimal.ZERO, account.fees());
    }

    private void execute(PreparedStatement statement, Rows... parameters) throws SQLException {
        int next = 1;
        for (Rows rows : parameters) {
            next = rows.bind(statement, next);
        }
        statement.execute();
        connection.commit();
    }

    /** A UUIDv7, as the pipeline's: ids of the same millisecond lie together. */
    private static UUID newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (System.currentTimeMillis() << 16) | 0x7000L | random.nextInt(1 << 12);
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
