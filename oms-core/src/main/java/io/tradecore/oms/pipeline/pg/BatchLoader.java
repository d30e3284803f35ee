package io.tradecore.oms.pipeline.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.Book;
import io.tradecore.ledger.Hold;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.pg.Column;
import io.tradecore.ledger.pg.PgLedger;
import io.tradecore.ledger.pg.PgLedger.LineKey;
import io.tradecore.ledger.pg.RoundTrip;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Command.ApplyReport;
import io.tradecore.oms.command.Command.CancelOrder;
import io.tradecore.oms.command.Command.MoveCash;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.execution.Execution;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.pipeline.AccountState;
import io.tradecore.oms.pipeline.AccountState.CancelRequest;
import io.tradecore.oms.pipeline.AccountState.ExecKey;
import io.tradecore.oms.pipeline.AccountState.Route;
import io.tradecore.oms.pipeline.BatchState;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.risk.AccountLimit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Locks a batch's accounts and loads what its commands may need, in two round trips whatever the batch: first what the
 * commands name, then the lines of the books that follow from it.
 */
final class BatchLoader {

    // NO KEY: rows of other tables may point at an account that is locked here.
    private static final String LOCK_ACCOUNTS_IN_ID_ORDER = """
            SELECT account_id, status, event_seq, transfer_seq, now() AS batch_time
            FROM accounts WHERE account_id = ANY (?::uuid[]) ORDER BY account_id FOR NO KEY UPDATE""";

    private static final String ORDER_COLUMNS = """
            o.account_id, o.order_id, o.cl_ord_id, o.symbol, o.venue_id, o.side, o.ord_type, o.time_in_force, o.order_qty,
            o.px, o.reserve_px, o.fee_rate, o.ord_status, o.venue_status, o.pending_cl_ord_id, o.cum_qty, o.leaves_qty,
            o.cum_notional, o.reason_code, o.reason_text, o.created_at
            """;

    private static final String LOAD_ORDERS_BY_ID = "SELECT " + ORDER_COLUMNS + """
            FROM unnest(?::uuid[], ?::uuid[]) AS k (account_id, order_id)
            JOIN orders o ON (o.account_id, o.order_id) = (k.account_id, k.order_id)""";

    private static final String LOAD_ORDERS_BY_CL_ORD_ID = "SELECT " + ORDER_COLUMNS + """
            FROM unnest(?::uuid[], ?::text[]) AS k (account_id, cl_ord_id)
            JOIN orders o ON o.account_id = k.account_id AND o.cl_ord_id = k.cl_ord_id""";

    private static final String LOAD_CANCEL_REQUESTS = """
            SELECT r.account_id, r.cl_ord_id, r.order_id
            FROM unnest(?::uuid[], ?::text[]) AS k (account_id, cl_ord_id)
            JOIN order_requests r ON r.account_id = k.account_id AND r.cl_ord_id = k.cl_ord_id""";

    private static final String LOAD_LIMITS = """
            SELECT account_id, symbol, max_order_qty, max_order_notional
            FROM limits WHERE account_id = ANY (?::uuid[])""";

    private static final String LOAD_EXECUTIONS = """
            SELECT x.account_id, x.venue_id, x.exec_id, x.order_id, x.symbol, x.side, x.last_qty, x.last_px, x.notional,
                   x.fee, x.event_seq, x.transfer_seq, x.transact_time
            FROM unnest(?::uuid[], ?::text[], ?::text[]) AS k (account_id, venue_id, exec_id)
            JOIN executions x ON (x.account_id, x.venue_id, x.exec_id) = (k.account_id, k.venue_id, k.exec_id)""";

    private static final String LOAD_RECORDED_REPORTS = """
            SELECT k.account_id, k.venue_id, k.exec_id
            FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[]) AS k (account_id, order_id, venue_id, exec_id)
            JOIN order_events e ON (e.account_id, e.order_id) = (k.account_id, k.order_id) AND e.exec_id = k.exec_id""";

    private static final String LOAD_UNRETIRED_ROUTES = """
            SELECT r.account_id, r.order_id, r.seq, r.kind, r.venue_id, r.cl_ord_id
            FROM unnest(?::uuid[], ?::uuid[]) AS k (account_id, order_id)
            JOIN outbox r ON (r.account_id, r.order_id) = (k.account_id, k.order_id) AND r.retired_at IS NULL""";

    private static final String LOAD_POSITIONS = """
            SELECT p.account_id, p.symbol, p.qty, p.avg_px, p.realised_pnl, p.fees
            FROM unnest(?::uuid[], ?::text[]) AS k (account_id, symbol)
            JOIN positions p ON (p.account_id, p.symbol) = (k.account_id, k.symbol)""";

    private record PositionKey(AccountId accountId, String symbol) {}

    private final Instruments instruments;
    private final PgLedger ledger;
    private final Map<AccountId, AccountState> accounts = new TreeMap<>();
    private final Map<AccountId, Book> books = new TreeMap<>();
    private final Set<LineKey> lines = new LinkedHashSet<>();
    private final Set<PositionKey> positions = new LinkedHashSet<>();

    BatchLoader(Instruments instruments, PgLedger ledger) {
        this.instruments = instruments;
        this.ledger = ledger;
    }

    /** Returns with the accounts locked. Accounts that do not exist are not in the state. */
    BatchState load(Connection connection, List<Command> commands) throws SQLException {
        BatchKeys keys = BatchKeys.of(commands);
        loadWhatCommandsName(connection, keys, commands);
        loadWhatFollows(connection, commands);
        return new BatchState(accounts);
    }

    private void loadWhatCommandsName(Connection connection, BatchKeys keys, List<Command> commands)
            throws SQLException {
        RoundTrip trip = new RoundTrip();
        Column accountIds = Column.uuids(keys.accounts(), AccountId::value);
        trip.query(LOCK_ACCOUNTS_IN_ID_ORDER, this::readAccount, accountIds);
        if (commands.stream().anyMatch(PlaceOrder.class::isInstance)) {
            trip.query(LOAD_LIMITS, row -> account(row).load(limit(row)), accountIds);
        }
        if (!keys.clOrdIds().isEmpty()) {
            Column ownerIds =
                    Column.uuids(keys.clOrdIds(), key -> key.accountId().value());
            Column clOrdIds = Column.texts(keys.clOrdIds(), key -> key.clOrdId().value());
            trip.query(LOAD_ORDERS_BY_CL_ORD_ID, row -> account(row).load(order(row)), ownerIds, clOrdIds);
            trip.query(LOAD_CANCEL_REQUESTS, row -> account(row).load(cancelRequest(row)), ownerIds, clOrdIds);
        }
        if (!keys.orders().isEmpty()) {
            trip.query(
                    LOAD_ORDERS_BY_ID,
                    row -> account(row).load(order(row)),
                    Column.uuids(keys.orders(), key -> key.accountId().value()),
                    Column.uuids(keys.orders(), key -> key.orderId().value()));
            // Of cancels as well as of reports: every event says what its order holds.
            ledger.load(
                    trip,
                    books,
                    List.of(),
                    keys.orders().stream()
                            .map(key -> new PgLedger.HoldKey(
                                    key.accountId(), key.orderId().value()))
                            .toList());
        }
        if (!keys.reported().isEmpty()) {
            addReportQueries(trip, keys);
        }
        ledger.loadTransfers(trip, books, keys.transfers());
        trip.execute(connection);
    }

    private void addReportQueries(RoundTrip trip, BatchKeys keys) {
        trip.query(
                LOAD_UNRETIRED_ROUTES,
                row -> account(row).load(route(row)),
                Column.uuids(keys.reported(), key -> key.accountId().value()),
                Column.uuids(keys.reported(), key -> key.orderId().value()));
        if (!keys.trades().isEmpty()) {
            trip.query(
                    LOAD_EXECUTIONS,
                    row -> account(row).load(execution(row)),
                    Column.uuids(keys.trades(), key -> key.accountId().value()),
                    Column.texts(keys.trades(), key -> key.exec().venueId()),
                    Column.texts(keys.trades(), key -> key.exec().execId()));
        }
        if (!keys.repeatable().isEmpty()) {
            trip.query(
                    LOAD_RECORDED_REPORTS,
                    row -> account(row)
                            .loadRecordedReport(new ExecKey(row.getString("venue_id"), row.getString("exec_id"))),
                    Column.uuids(keys.repeatable(), key -> key.accountId().value()),
                    Column.uuids(keys.repeatable(), key -> key.orderId().value()),
                    Column.texts(keys.repeatable(), key -> key.exec().venueId()),
                    Column.texts(keys.repeatable(), key -> key.exec().execId()));
        }
    }

    private void loadWhatFollows(Connection connection, List<Command> commands) throws SQLException {
        for (Command command : commands) {
            AccountState account = accounts.get(command.accountId());
            if (account != null) {
                noteLines(command, account);
            }
        }
        RoundTrip trip = new RoundTrip();
        ledger.load(trip, books, lines, List.of());
        if (!positions.isEmpty()) {
            trip.query(
                    LOAD_POSITIONS,
                    row -> account(row).load(position(row)),
                    Column.uuids(positions, key -> key.accountId().value()),
                    Column.texts(positions, PositionKey::symbol));
        }
        trip.execute(connection);
    }

    private void noteLines(Command command, AccountState account) {
        switch (command) {
            case PlaceOrder place -> {
                Instrument instrument = instruments.bySymbol(place.symbol());
                if (instrument != null) {
                    note(account, LedgerCode.CASH, instrument.currency());
                    note(account, LedgerCode.POSITION, instrument.symbol());
                }
            }
            case CancelOrder _ -> {
                // A request moves nothing: the hold stays until the venue answers.
            }
            case MoveCash move -> {
                note(account, LedgerCode.CASH, move.asset());
                note(account, LedgerCode.EXTERNAL, move.asset());
            }
            case ApplyReport apply -> noteReportLines(apply, account);
        }
    }

    private void noteReportLines(ApplyReport apply, AccountState account) {
        Order order = account.order(apply.report().orderId());
        Hold hold = account.book().hold(apply.report().orderId().value());
        if (hold != null) {
            lines.add(new LineKey(account.accountId(), hold.line()));
        }
        Instrument instrument = order == null ? null : instruments.bySymbol(order.symbol());
        if (instrument != null && apply.report().type() == ReportType.TRADE) {
            note(account, LedgerCode.POSITION, instrument.symbol());
            note(account, LedgerCode.CLEARING, instrument.symbol());
            note(account, LedgerCode.CASH, instrument.currency());
            note(account, LedgerCode.CLEARING, instrument.currency());
            note(account, LedgerCode.FEES, instrument.currency());
            positions.add(new PositionKey(account.accountId(), instrument.symbol()));
        }
    }

    private void note(AccountState account, LedgerCode code, String asset) {
        lines.add(new LineKey(account.accountId(), new BalanceKey(code, asset)));
    }

    private void readAccount(ResultSet row) throws SQLException {
        AccountId accountId = new AccountId(row.getObject("account_id", UUID.class));
        AccountState account = new AccountState(
                accountId,
                AccountStatus.valueOf(row.getString("status")),
                instant(row, "batch_time"),
                row.getLong("event_seq"),
                row.getLong("transfer_seq"));
        accounts.put(accountId, account);
        books.put(accountId, account.book());
    }

    private AccountState account(ResultSet row) throws SQLException {
        AccountId accountId = new AccountId(row.getObject("account_id", UUID.class));
        AccountState account = accounts.get(accountId);
        if (account == null) {
            throw new IllegalStateException("a row of an account that is not in the batch: " + accountId);
        }
        return account;
    }

    private static Order order(ResultSet row) throws SQLException {
        String pending = row.getString("pending_cl_ord_id");
        return new Order(
                new AccountId(row.getObject("account_id", UUID.class)),
                new OrderId(row.getObject("order_id", UUID.class)),
                new ClOrdId(row.getString("cl_ord_id")),
                row.getString("symbol"),
                row.getString("venue_id"),
                Side.valueOf(row.getString("side")),
                OrdType.valueOf(row.getString("ord_type")),
                TimeInForce.valueOf(row.getString("time_in_force")),
                row.getBigDecimal("order_qty"),
                row.getBigDecimal("px"),
                row.getBigDecimal("reserve_px"),
                row.getBigDecimal("fee_rate"),
                OrdStatus.valueOf(row.getString("ord_status")),
                OrdStatus.valueOf(row.getString("venue_status")),
                pending == null ? null : new ClOrdId(pending),
                row.getBigDecimal("cum_qty"),
                row.getBigDecimal("leaves_qty"),
                row.getBigDecimal("cum_notional"),
                row.getString("reason_code"),
                row.getString("reason_text"),
                instant(row, "created_at"));
    }

    private static CancelRequest cancelRequest(ResultSet row) throws SQLException {
        return new CancelRequest(
                new ClOrdId(row.getString("cl_ord_id")), new OrderId(row.getObject("order_id", UUID.class)));
    }

    private static AccountLimit limit(ResultSet row) throws SQLException {
        return new AccountLimit(
                row.getString("symbol"), row.getBigDecimal("max_order_qty"), row.getBigDecimal("max_order_notional"));
    }

    private static Execution execution(ResultSet row) throws SQLException {
        return new Execution(
                row.getString("venue_id"),
                row.getString("exec_id"),
                new OrderId(row.getObject("order_id", UUID.class)),
                row.getString("symbol"),
                Side.valueOf(row.getString("side")),
                row.getBigDecimal("last_qty"),
                row.getBigDecimal("last_px"),
                row.getBigDecimal("notional"),
                row.getBigDecimal("fee"),
                row.getLong("event_seq"),
                row.getLong("transfer_seq"),
                List.of(),
                instant(row, "transact_time"));
    }

    private static Route route(ResultSet row) throws SQLException {
        return new Route(
                new OrderId(row.getObject("order_id", UUID.class)),
                row.getLong("seq"),
                RouteMessage.Kind.valueOf(row.getString("kind")),
                row.getString("venue_id"),
                row.getString("cl_ord_id"));
    }

    private static Position position(ResultSet row) throws SQLException {
        return new Position(
                row.getString("symbol"),
                row.getBigDecimal("qty"),
                row.getBigDecimal("avg_px"),
                row.getBigDecimal("realised_pnl"),
                row.getBigDecimal("fees"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
