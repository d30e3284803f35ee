package io.tradecore.oms.pipeline.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.Book;
import io.tradecore.ledger.Hold;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.pg.Column;
import io.tradecore.ledger.pg.PgLedger;
import io.tradecore.ledger.pg.PgLedger.HoldKey;
import io.tradecore.ledger.pg.PgLedger.TransferKey;
import io.tradecore.ledger.pg.RoundTrip;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.account.AccountType;
import io.tradecore.oms.account.DeadMansSwitch;
import io.tradecore.oms.account.PositionMode;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Command.ApplyReport;
import io.tradecore.oms.command.Command.CancelHalted;
import io.tradecore.oms.command.Command.ClosePosition;
import io.tradecore.oms.command.Command.PlaceList;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Command.PreviewOrder;
import io.tradecore.oms.command.Command.ReplaceOrder;
import io.tradecore.oms.command.Command.TriggerOrder;
import io.tradecore.oms.command.Command.WatchMargin;
import io.tradecore.oms.execution.Commission;
import io.tradecore.oms.execution.Execution;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.halt.TradingStates;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.list.OrderList;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ContingencyType;
import io.tradecore.oms.order.ExecInst;
import io.tradecore.oms.order.HeldBy;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.ListMembership;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.OrderRequest;
import io.tradecore.oms.order.OrderSplit;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.SplitRatio;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.pipeline.AccountState;
import io.tradecore.oms.pipeline.AccountState.ExecKey;
import io.tradecore.oms.pipeline.AccountState.Route;
import io.tradecore.oms.pipeline.BatchState;
import io.tradecore.oms.pipeline.Exposures;
import io.tradecore.oms.pipeline.pg.BatchKeys.ActKey;
import io.tradecore.oms.pipeline.pg.BatchKeys.ListKey;
import io.tradecore.oms.pipeline.pg.BatchKeys.OpenKey;
import io.tradecore.oms.pipeline.pg.BatchKeys.OrderKey;
import io.tradecore.oms.pipeline.pg.BatchKeys.ReportKey;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.position.SettledPosition;
import io.tradecore.oms.risk.Activity;
import io.tradecore.oms.risk.Exposure;
import io.tradecore.oms.risk.Limit;
import io.tradecore.oms.risk.RiskRules;
import io.tradecore.oms.risk.RuleScope;
import io.tradecore.oms.risk.SelfTradePrevention;
import io.tradecore.oms.risk.pg.PgRiskRules;
import io.tradecore.oms.risk.pg.RuleRows;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.trigger.TriggerChange;
import io.tradecore.oms.trigger.pg.TriggerRows;
import io.tradecore.oms.valuation.RatePair;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Locks a batch's accounts and loads what its commands may need, in one round trip whatever the batch. */
final class BatchLoader {

    private static final String LOCK_ACCOUNTS = """
            SELECT account_id, account_type, base_currency, position_mode, self_trade_prevention, status, desk_id, event_seq, transfer_seq, chain_hash,
                greatest(closed_until, house_closed_until) AS closed_until, next_hold_expiry, now() AS batch_time,
                pg_current_xact_id() AS tx_id, (SELECT risk_version()) AS risk_version,
                active_day = (now() AT TIME ZONE 'UTC')::date AS active_today, day_messages, day_trades,
                firm_credit, firm_credit_bound, desk_credit, desk_credit_bound, strategy_id, strategy_credit, strategy_credit_bound
            FROM lock_accounts(?)""";

    private static final String ORDER_COLUMNS = """
            SELECT account_id, order_id, cl_ord_id, current_cl_ord_id, symbol, venue_id, side, ord_type, exec_inst, time_in_force,
                order_qty, px, expire_time, display_qty, placed_time_in_force, placed_order_qty, placed_px, placed_expire_time,
                placed_display_qty, held_by, cash_order_qty, trigger_kind, trigger_price_type, stop_px, trail_unit, trail_by, reference_px, reserve_px, fee_rate, venue_status, pending_cl_ord_id, cum_qty, cum_notional, reason_code,
                reason_text, created_at, request_kind, request_orig_cl_ord_id, request_asked, request_time_in_force,
                request_order_qty, request_px, request_expire_time, request_display_qty, request_reserve_px, list_id,
                list_contingency_type, placed_stop_px, placed_trail_unit, placed_trail_by
            """;

    private static final String FIND_ORDERS = ORDER_COLUMNS + "FROM find_orders(?, ?)";

    private static final String FIND_ORDERS_BY_CL_ORD_ID = ORDER_COLUMNS + "FROM find_orders_by_cl_ord_id(?, ?)";

    private static final String FIND_ORDER_REQUESTS = """
            SELECT account_id, cl_ord_id, order_id, kind, orig_cl_ord_id, asked, time_in_force, order_qty, px, expire_time,
                display_qty, reserve_px, stop_px, trail_unit, trail_by
            FROM find_order_requests(?, ?)""";

    private static final String FIND_LIMITS = """
            SELECT account_id, kind, security_type, symbol, value, severity, effective_from, effective_to, created_at
            FROM find_limits(?)""";

    private static final String EXECUTION_COLUMNS = """
            SELECT account_id, exec_type, venue_id, exec_id, exec_ref_id, order_id, symbol, side, last_qty, last_px, notional,
                fee, event_seq, transfer_seq, transact_time
            """;

    private static final String FIND_EXECUTIONS = EXECUTION_COLUMNS + "FROM find_executions(?, ?, ?)";

    private static final String FIND_EXECUTIONS_OF_ORDERS = EXECUTION_COLUMNS + "FROM find_executions_of_orders(?, ?)";

    private static final String FIND_RECORDED_REPORTS = """
            SELECT account_id, venue_id, exec_id FROM find_recorded_reports(?, ?, ?, ?)""";

    private static final String FIND_UNRETIRED_ROUTES = """
            SELECT account_id, order_id, seq, kind, venue_id, cl_ord_id FROM find_unretired_routes(?, ?)""";

    private static final String FIND_POSITIONS_OF_ORDERS = """
            SELECT account_id, symbol, qty, avg_px, realised_pnl, fees, settlement_px, leg FROM find_positions_of_orders(?, ?)""";

    private static final String FIND_POSITIONS = """
            SELECT account_id, symbol, qty, avg_px, realised_pnl, fees, settlement_px, leg FROM find_positions(?)""";

    private static final String SPLIT_COLUMNS = """
            SELECT account_id, order_id, split_id, numerator, denominator, event_seq
            """;

    private static final String FIND_ORDER_SPLITS = SPLIT_COLUMNS + "FROM find_order_splits(?, ?)";

    private static final String FIND_SPLITS_OF_ORDERS = SPLIT_COLUMNS + "FROM find_splits_of_orders(?, ?)";

    private static final String ACT_PART_COLUMNS = """
            SELECT account_id, act_id, kind, symbol, px, rate, amount, numerator, denominator, effective_at, announced_at,
                announced_qty, state, event_seq, qty_before, qty_after, asset, posted, transfer_seq
            """;

    private static final String FIND_ACT_PARTS = ACT_PART_COLUMNS + "FROM find_act_parts(?, ?)";

    private static final String FIND_ACT_PARTS_OF_ORDERS = ACT_PART_COLUMNS + "FROM find_act_parts_of_orders(?, ?)";

    private static final String FIND_DEAD_MANS_SWITCHES = """
            SELECT account_id, timeout_seconds, fires_at, fired_at, set_by FROM find_dead_mans_switches(?)""";

    private static final String FIND_BULK_REQUESTS = """
            SELECT account_id, cl_ord_id, kind, asked, results, actor FROM find_bulk_requests(?, ?)""";

    private static final String FIND_LEDGER_REQUESTS = """
            SELECT account_id, request_id, kind, asked, outcome, message, results, actor FROM find_ledger_requests(?, ?)""";

    private static final String FIND_OPEN_ORDERS = ORDER_COLUMNS + """
            , hold_id, hold_code, hold_asset, hold_amount, hold_remaining, hold_status
            FROM (SELECT (f.standing).*, (f.hold).hold_id, (f.hold).code AS hold_code, (f.hold).asset AS hold_asset,
                    (f.hold).amount AS hold_amount, (f.hold).remaining AS hold_remaining, (f.hold).status AS hold_status
                FROM find_open_orders(?, ?, ?) f) open""";
    private static final String FIND_ORDER_LISTS = """
            SELECT account_id, list_id, hold_id, list_type, canceled, created_at, seq_no, order_id, parent, planned_qty, refused
            FROM find_order_lists(?, ?)""";

    private static final String FIND_COMMISSIONS_OF_ORDERS = """
            SELECT account_id, venue_id, exec_id, commission, comm_currency FROM find_commissions_of_orders(?, ?)""";

    private static final String FIND_CLOSING_ORDERS = """
            SELECT account_id, order_id, closes_qty FROM find_closing_orders(?, ?)""";

    private static final String FIND_HEDGING_ORDERS = """
            SELECT account_id, order_id, position_effect FROM find_hedging_orders(?, ?)""";

    private static final String STATE_COLUMNS = "SELECT version, scope, scope_id, state, set_by ";

    private static final String FIND_TRADING_STATES = STATE_COLUMNS + "FROM find_trading_states(?)";

    private static final String HOLD_TRADING_STATES = STATE_COLUMNS + "FROM hold_trading_states(?)";

    private static final String FIND_UNPUBLISHED_ROUTES = """
            SELECT account_id, order_id, seq, kind, venue_id, cl_ord_id FROM find_unpublished_routes(?)""";

    private static final String FIND_ORDER_USERS = """
            SELECT account_id, order_id, actor FROM find_order_users(?, ?)""";

    private static final String FIND_ORDERS_OF_LISTS = ORDER_COLUMNS + "FROM find_orders_of_lists(?, ?)";

    private final Instruments instruments;
    private final PgLedger ledger;
    private final PgRiskRules riskRules;
    private final ExposureRows exposures;
    private final Map<AccountId, AccountState> accounts = new TreeMap<>();
    private final Map<AccountId, Book> books = new TreeMap<>();
    private final List<AccountId> holdsDue = new ArrayList<>();
    private final List<RatePair> ratePairs = new ArrayList<>();
    private long txId;
    private long riskVersion;

    BatchLoader(Instruments instruments, PgLedger ledger, PgRiskRules riskRules, Exposures exposures) {
        this.instruments = instruments;
        this.ledger = ledger;
        this.riskRules = riskRules;
        this.exposures = new ExposureRows(exposures);
    }

    /** Returns with the accounts locked. Accounts that do not exist are not in the state. */
    BatchState load(Connection connection, List<Command> commands) throws SQLException {
        BatchKeys keys = BatchKeys.of(commands, instruments);
        RoundTrip trip = new RoundTrip();
        Column accountIds = Column.uuids(keys.accounts(), AccountId::value);
        trip.query(LOCK_ACCOUNTS, this::readAccount, accountIds);
        Set<AccountId> limited = limited(commands);
        boolean judged = !limited.isEmpty();
        if (judged) {
            trip.query(FIND_LIMITS, this::readLimit, accountIds);
            exposures.loadUnknown(trip, limited);
        }
        StateRows states = addTradingStates(trip, commands, accountIds);
        addRequestQueries(trip, keys);
        if (!keys.reported().isEmpty()) {
            addReportQueries(trip, keys);
        }
        addBulkQueries(trip, keys);
        ledger.loadBalances(trip, books, keys.lines());
        ledger.loadTransfers(trip, books, keys.transfers());
        addLedgerQueries(trip, keys);
        trip.beginAndExecute(connection);
        exposures.takeOrLoad(connection, accounts, limited);
        if (!holdsDue.isEmpty()) {
            ledger.loadExpired(connection, books, holdsDue);
        }
        if (judged) {
            RiskRules rules = riskRules.at(riskVersion, connection);
            accounts.values().forEach(account -> account.load(rules));
        }
        loadCrossing(connection, commands);
        loadOnMargin(connection, judged, keys.outgoing());
        loadLists(connection, keys);
        loadResuming(connection, keys);
        loadClosing(connection);
        loadHalts(connection, states);
        accounts.values().forEach(account -> account.loadRatePairs(ratePairs));
        return new BatchState(txId, accounts, states.asked() ? states.read().version() : null);
    }

    /** What is not traded as usual, behind the lock of the accounts; nothing where no command depends on it. */
    private StateRows addTradingStates(RoundTrip trip, List<Command> commands, Column accountIds) {
        boolean ends = commands.stream().anyMatch(BatchLoader::endsWhatIsHalted);
        boolean ofOrders = ends || commands.stream().anyMatch(TriggerOrder.class::isInstance);
        boolean asked =
                ofOrders || commands.stream().anyMatch(command -> isLimited(command) || command instanceof WatchMargin);
        StateRows states = new StateRows(asked, ofOrders);
        if (asked) {
            trip.query(ends ? HOLD_TRADING_STATES : FIND_TRADING_STATES, states::read, accountIds);
        }
        if (commands.stream().anyMatch(CancelHalted.class::isInstance)) {
            trip.query(
                    FIND_UNPUBLISHED_ROUTES,
                    row -> {
                        account(row).load(route(row));
                        account(row).halts().loadUnpublished(route(row));
                    },
                    accountIds);
        }
        return states;
    }

    /** Whether it ends orders because of what is halted, which has to stay so until that is committed. */
    private static boolean endsWhatIsHalted(Command command) {
        return command instanceof CancelHalted
                || command instanceof ApplyReport apply && apply.report().saysUnknown();
    }

    /** Tells the accounts what is not traded as usual, and who placed their orders where that makes a difference. */
    private void loadHalts(Connection connection, StateRows rows) throws SQLException {
        TradingStates states = rows.read();
        accounts.values().forEach(account -> account.halts().load(states));
        List<Order> orders = rows.dependOnUsers()
                ? accounts.values().stream()
                        .flatMap(account -> account.orders().stream())
                        .toList()
                : List.of();
        if (!orders.isEmpty()) {
            RoundTrip trip = new RoundTrip();
            trip.query(
                    FIND_ORDER_USERS,
                    row -> account(row)
                            .halts()
                            .load(new OrderId(row.getObject("order_id", UUID.class)), row.getString("actor")),
                    Column.uuids(orders, order -> order.accountId().value()),
                    Column.uuids(orders, order -> order.orderId().value()));
            trip.execute(connection);
        }
    }

    /**
     * Open orders that those which are going to be sent may trade with, where the account's are kept from that and there are any; mostly
     * nothing is loaded.
     */
    private void loadCrossing(Connection connection, List<Command> commands) throws SQLException {
        Set<OpenKey> crossing = new LinkedHashSet<>();
        for (Command command : commands) {
            AccountState account = accounts.get(command.accountId());
            if (account != null && account.selfTradePrevention() != SelfTradePrevention.NONE) {
                crossing.addAll(crossing(command, account));
            }
        }
        if (!crossing.isEmpty()) {
            RoundTrip trip = new RoundTrip();
            addOpenOrders(trip, crossing);
            trip.execute(connection);
        }
    }

    private static Set<OpenKey> crossing(Command command, AccountState account) {
        Set<OpenKey> crossing = new LinkedHashSet<>();
        // What closes a position loads all open orders of its instruments anyway.
        if (command instanceof PlaceOrder place) {
            addCrossing(crossing, place.symbol(), place.side(), account);
        } else if (command instanceof PreviewOrder preview) {
            addCrossing(crossing, preview.order().symbol(), preview.order().side(), account);
        } else if (command instanceof PlaceList list) {
            list.entries()
                    .forEach(entry -> addCrossing(
                            crossing, entry.order().symbol(), entry.order().side(), account));
        } else if (command instanceof ReplaceOrder replace) {
            addCrossing(crossing, account.order(replace.orderId()), account);
        } else if (command instanceof TriggerOrder trigger) {
            addCrossing(crossing, account.order(trigger.orderId()), account);
        } else if (command instanceof ApplyReport apply && apply.report().type() == ReportType.TRADE) {
            addCrossingOfChildren(crossing, account.order(apply.report().orderId()), account);
        }
        return crossing;
    }

    private static void addCrossing(Set<OpenKey> crossing, @Nullable Order order, AccountState account) {
        if (order != null) {
            addCrossing(crossing, order.symbol(), order.side(), account);
        }
    }

    /** What the parent of a list executes may send its children, of either side. */
    private static void addCrossingOfChildren(Set<OpenKey> crossing, @Nullable Order order, AccountState account) {
        if (order != null
                && order.membership() != null
                && order.membership().contingencyType() == ContingencyType.OTO) {
            crossing.add(new OpenKey(account.accountId(), order.symbol(), null));
        }
    }

    private static void addCrossing(Set<OpenKey> crossing, String symbol, Side side, AccountState account) {
        Side other = side == Side.BUY ? Side.SELL : Side.BUY;
        Exposure exposure = account.exposure();
        if (exposure == null || exposure.line(symbol).open(other).count() > 0) {
            crossing.add(new OpenKey(account.accountId(), symbol, other));
        }
    }

    private void addOpenOrders(RoundTrip trip, Collection<OpenKey> keys) {
        trip.query(
                FIND_OPEN_ORDERS,
                this::readOpenOrder,
                Column.uuids(keys, key -> key.accountId().value()),
                Column.texts(keys, OpenKey::symbol),
                Column.texts(keys, key -> key.side() == null ? null : key.side().name()));
    }

    /** The lists that are asked for, and those that orders already loaded say they belong to; mostly there are none. */
    private void loadLists(Connection connection, BatchKeys keys) throws SQLException {
        Set<ListKey> lists = new LinkedHashSet<>(keys.lists());
        for (AccountState account : accounts.values()) {
            for (Order order : account.orders()) {
                if (order.membership() != null) {
                    lists.add(
                            new ListKey(account.accountId(), order.membership().listId()));
                }
            }
        }
        if (lists.isEmpty()) {
            return;
        }
        RoundTrip trip = new RoundTrip();
        Column ownerIds = Column.uuids(lists, key -> key.accountId().value());
        Column listIds = Column.texts(lists, key -> key.listId().value());
        ListRows rows = new ListRows();
        trip.query(FIND_ORDER_LISTS, rows::read, ownerIds, listIds);
        trip.query(FIND_ORDERS_OF_LISTS, row -> account(row).load(order(row)), ownerIds, listIds);
        ledger.loadOfLists(trip, books, ownerIds, listIds);
        trip.execute(connection);
        for (OrderList list : rows.lists()) {
            Objects.requireNonNull(accounts.get(list.accountId())).load(list);
        }
    }

    /**
     * Of orders that are done for the day, whether their NEW is one that has been recorded: that of the next day lets them
     * work again, one that comes again must not. Mostly there are none, and no NEW is looked up.
     */
    private void loadResuming(Connection connection, BatchKeys keys) throws SQLException {
        List<ReportKey> resuming = keys.resuming().stream()
                .filter(key ->
                        isDoneForDay(key) || keys.pausing().contains(new OrderKey(key.accountId(), key.orderId())))
                .toList();
        if (!resuming.isEmpty()) {
            RoundTrip trip = new RoundTrip();
            addRecordedReports(trip, resuming);
            trip.execute(connection);
        }
    }

    private boolean isDoneForDay(ReportKey key) {
        AccountState account = accounts.get(key.accountId());
        Order order = account == null ? null : account.order(key.orderId());
        return order != null && order.venueStatus() == OrdStatus.DONE_FOR_DAY;
    }

    /**
     * What accounts on margin have at stake, where a new order is judged by it or cash is to leave one.
     *
     * @param outgoing accounts that cash is to leave
     */
    private void loadOnMargin(Connection connection, boolean judged, Set<AccountId> outgoing) throws SQLException {
        List<AccountState> onMargin = onMargin();
        if (onMargin.isEmpty()) {
            return;
        }
        if (judged || onMargin.stream().anyMatch(account -> outgoing.contains(account.accountId()))) {
            RoundTrip trip = new RoundTrip();
            List<AccountId> ids = onMargin.stream().map(AccountState::accountId).toList();
            ratePairs.clear();
            MarginRows.find(trip, ids, row -> account(row).load(MarginRows.read(row)), ratePairs);
            ledger.loadBooks(trip, books, ids);
            Column accountIds =
                    Column.uuids(onMargin, account -> account.accountId().value());
            trip.query(
                    FIND_OPEN_ORDERS,
                    this::readOpenOrder,
                    accountIds,
                    Column.texts(onMargin, _ -> null),
                    Column.texts(onMargin, _ -> null));
            trip.query(FIND_POSITIONS, this::readPosition, accountIds);
            trip.execute(connection);
        }
    }

    private List<AccountState> onMargin() {
        return accounts.values().stream()
                .filter(account -> account.type() == AccountType.MARGIN)
                .toList();
    }

    /** Which of the orders loaded of accounts on margin are to close something there. */
    private void loadClosing(Connection connection) throws SQLException {
        List<AccountState> onMargin = onMargin();
        List<Order> orders =
                onMargin.stream().flatMap(account -> account.orders().stream()).toList();
        if (!orders.isEmpty()) {
            RoundTrip trip = new RoundTrip();
            trip.query(
                    FIND_CLOSING_ORDERS,
                    row -> account(row)
                            .loadClosing(
                                    new OrderId(row.getObject("order_id", UUID.class)),
                                    row.getBigDecimal("closes_qty")),
                    Column.uuids(orders, order -> order.accountId().value()),
                    Column.uuids(orders, order -> order.orderId().value()));
            addHedgingOrders(trip, onMargin);
            trip.execute(connection);
        }
    }

    /** What orders do to their legs, also those of executions that a bust or a correction replays. */
    private void addHedgingOrders(RoundTrip trip, List<AccountState> onMargin) {
        Set<OrderKey> orders = new LinkedHashSet<>();
        for (AccountState account : onMargin) {
            if (account.mode() == PositionMode.HEDGING) {
                account.orders().forEach(order -> orders.add(new OrderKey(account.accountId(), order.orderId())));
                account.executions()
                        .forEach(execution -> orders.add(new OrderKey(account.accountId(), execution.orderId())));
            }
        }
        if (!orders.isEmpty()) {
            trip.query(
                    FIND_HEDGING_ORDERS,
                    row -> account(row)
                            .load(
                                    new OrderId(row.getObject("order_id", UUID.class)),
                                    PositionEffect.valueOf(row.getString("position_effect"))),
                    Column.uuids(orders, key -> key.accountId().value()),
                    Column.uuids(orders, key -> key.orderId().value()));
        }
    }

    private void addRecordedReports(RoundTrip trip, Collection<ReportKey> reports) {
        trip.query(
                FIND_RECORDED_REPORTS,
                row -> account(row)
                        .loadRecordedReport(new ExecKey(row.getString("venue_id"), row.getString("exec_id"))),
                Column.uuids(reports, key -> key.accountId().value()),
                Column.uuids(reports, key -> key.orderId().value()),
                Column.texts(reports, key -> key.exec().venueId()),
                Column.texts(reports, key -> key.exec().execId()));
    }

    /** The accounts whose limits decide on a command. */
    private static Set<AccountId> limited(List<Command> commands) {
        Set<AccountId> limited = new LinkedHashSet<>();
        for (Command command : commands) {
            if (isLimited(command)) {
                limited.add(command.accountId());
            }
        }
        return limited;
    }

    /** Whether the account's limits decide on it. */
    private static boolean isLimited(Command command) {
        return command instanceof PlaceOrder
                || command instanceof ReplaceOrder
                || command instanceof PreviewOrder
                || command instanceof ClosePosition
                || command instanceof PlaceList;
    }

    private void addRequestQueries(RoundTrip trip, BatchKeys keys) {
        if (!keys.clOrdIds().isEmpty()) {
            Column ownerIds =
                    Column.uuids(keys.clOrdIds(), key -> key.accountId().value());
            Column clOrdIds = Column.texts(keys.clOrdIds(), key -> key.clOrdId().value());
            trip.query(FIND_ORDERS_BY_CL_ORD_ID, row -> account(row).load(order(row)), ownerIds, clOrdIds);
            trip.query(FIND_ORDER_REQUESTS, row -> account(row).load(request(row)), ownerIds, clOrdIds);
        }
        if (!keys.orders().isEmpty()) {
            trip.query(
                    FIND_ORDERS,
                    row -> account(row).load(order(row)),
                    Column.uuids(keys.orders(), key -> key.accountId().value()),
                    Column.uuids(keys.orders(), key -> key.orderId().value()));
            // Of cancels as well as of reports: every event says what its order holds.
            ledger.loadHolds(trip, books, holdKeys(keys.orders()));
        }
        if (!keys.rebalanced().isEmpty()) {
            ledger.loadBalancesOfOrders(trip, books, holdKeys(keys.rebalanced()));
        }
    }

    private void addReportQueries(RoundTrip trip, BatchKeys keys) {
        Column ownerIds = Column.uuids(keys.reported(), key -> key.accountId().value());
        Column orderIds = Column.uuids(keys.reported(), key -> key.orderId().value());
        trip.query(FIND_UNRETIRED_ROUTES, row -> account(row).load(route(row)), ownerIds, orderIds);
        ledger.loadBalancesOfOrders(trip, books, holdKeys(keys.reported()));
        if (!keys.trades().isEmpty()) {
            trip.query(FIND_POSITIONS_OF_ORDERS, this::readPosition, ownerIds, orderIds);
            trip.query(
                    FIND_EXECUTIONS,
                    row -> account(row).load(execution(row)),
                    Column.uuids(keys.trades(), key -> key.accountId().value()),
                    Column.texts(keys.trades(), key -> key.exec().venueId()),
                    Column.texts(keys.trades(), key -> key.exec().execId()));
        }
        if (!keys.amended().isEmpty()) {
            trip.query(
                    FIND_SPLITS_OF_ORDERS,
                    row -> account(row).load(split(row)),
                    Column.uuids(keys.amended(), key -> key.accountId().value()),
                    Column.uuids(keys.amended(), key -> key.orderId().value()));
            trip.query(
                    FIND_COMMISSIONS_OF_ORDERS,
                    row -> account(row)
                            .load(
                                    new ExecKey(row.getString("venue_id"), row.getString("exec_id")),
                                    new Commission(row.getBigDecimal("commission"), row.getString("comm_currency"))),
                    Column.uuids(keys.amended(), key -> key.accountId().value()),
                    Column.uuids(keys.amended(), key -> key.orderId().value()));
            trip.query(
                    FIND_EXECUTIONS_OF_ORDERS,
                    row -> account(row).load(execution(row)),
                    Column.uuids(keys.amended(), key -> key.accountId().value()),
                    Column.uuids(keys.amended(), key -> key.orderId().value()));
        }
        addAmendmentsOfActs(trip, keys);
        if (!keys.repeatable().isEmpty()) {
            addRecordedReports(trip, keys.repeatable());
        }
    }

    /** What the position has passed through that is reckoned anew from its executions. */
    private void addAmendmentsOfActs(RoundTrip trip, BatchKeys keys) {
        if (!keys.amended().isEmpty()) {
            trip.query(
                    FIND_ACT_PARTS_OF_ORDERS,
                    row -> account(row).load(ActRows.read(row)),
                    Column.uuids(keys.amended(), key -> key.accountId().value()),
                    Column.uuids(keys.amended(), key -> key.orderId().value()));
        }
    }

    private void addBulkQueries(RoundTrip trip, BatchKeys keys) {
        if (!keys.bulkRequests().isEmpty()) {
            trip.query(
                    FIND_BULK_REQUESTS,
                    row -> account(row).load(BulkRows.read(row)),
                    Column.uuids(keys.bulkRequests(), key -> key.accountId().value()),
                    Column.texts(keys.bulkRequests(), key -> key.clOrdId().value()));
        }
        if (!keys.openOrders().isEmpty()) {
            addOpenOrders(trip, keys.openOrders());
        }
        if (!keys.positions().isEmpty()) {
            trip.query(FIND_POSITIONS, this::readPosition, Column.uuids(keys.positions(), AccountId::value));
        }
        if (!keys.splits().isEmpty()) {
            trip.query(
                    FIND_ORDER_SPLITS,
                    row -> account(row).load(split(row)),
                    Column.uuids(keys.splits(), key -> key.accountId().value()),
                    Column.texts(keys.splits(), ActKey::actId));
        }
        if (!keys.acts().isEmpty()) {
            trip.query(
                    FIND_ACT_PARTS,
                    row -> account(row).load(ActRows.read(row)),
                    Column.uuids(keys.acts(), key -> key.accountId().value()),
                    Column.texts(keys.acts(), ActKey::actId));
        }
        if (!keys.margins().isEmpty()) {
            MarginRows.find(trip, keys.margins(), row -> account(row).load(MarginRows.read(row)), ratePairs);
        }
        if (!keys.switches().isEmpty()) {
            trip.query(
                    FIND_DEAD_MANS_SWITCHES,
                    row -> account(row).load(deadMansSwitch(row)),
                    Column.uuids(keys.switches(), AccountId::value));
        }
        ledger.loadBooks(trip, books, keys.books());
    }

    private static OrderSplit split(ResultSet row) throws SQLException {
        return new OrderSplit(
                new OrderId(row.getObject("order_id", UUID.class)),
                row.getString("split_id"),
                new SplitRatio(row.getInt("numerator"), row.getInt("denominator")),
                row.getLong("event_seq"));
    }

    private void addLedgerQueries(RoundTrip trip, BatchKeys keys) {
        if (!keys.ledgerRequests().isEmpty()) {
            trip.query(
                    FIND_LEDGER_REQUESTS,
                    row -> account(row).load(LedgerRows.read(row)),
                    Column.uuids(keys.ledgerRequests(), key -> key.accountId().value()),
                    Column.texts(keys.ledgerRequests(), TransferKey::transferId));
            ledger.loadReversible(trip, books, keys.reversible());
            ledger.loadHolds(trip, books, keys.holds());
            ledger.loadTerms(trip, books, keys.holds());
            ledger.loadWithdrawals(trip, books, keys.withdrawals());
            ledger.loadWithdrawalLimits(trip, books, keys.withdrawing());
        }
    }

    private static DeadMansSwitch deadMansSwitch(ResultSet row) throws SQLException {
        return new DeadMansSwitch(
                row.getInt("timeout_seconds"),
                instantOrNull(row, "fires_at"),
                instantOrNull(row, "fired_at"),
                row.getString("set_by"));
    }

    private void readOpenOrder(ResultSet row) throws SQLException {
        AccountState account = account(row);
        account.load(order(row));
        UUID holdId = row.getObject("hold_id", UUID.class);
        if (holdId != null) {
            BalanceKey line =
                    new BalanceKey(LedgerCode.valueOf(row.getString("hold_code")), row.getString("hold_asset"));
            account.book()
                    .load(new Hold(
                            holdId,
                            line,
                            row.getBigDecimal("hold_amount"),
                            row.getBigDecimal("hold_remaining"),
                            "OPEN".equals(row.getString("hold_status"))));
        }
    }

    private static List<HoldKey> holdKeys(Collection<OrderKey> orders) {
        return orders.stream()
                .map(key -> new HoldKey(key.accountId(), key.orderId().value()))
                .toList();
    }

    private void readAccount(ResultSet row) throws SQLException {
        AccountId accountId = new AccountId(row.getObject("account_id", UUID.class));
        AccountState account = new AccountState(
                accountId,
                AccountType.valueOf(row.getString("account_type")),
                PositionMode.valueOf(row.getString("position_mode")),
                AccountStatus.valueOf(row.getString("status")),
                row.getString("desk_id"),
                instant(row, "batch_time"),
                row.getLong("event_seq"),
                row.getLong("transfer_seq"));
        account.book().loadChainHead(row.getBytes("chain_hash"));
        account.load(
                row.getString("base_currency"), SelfTradePrevention.valueOf(row.getString("self_trade_prevention")));
        account.load(RuleScope.FIRM, row.getBigDecimal("firm_credit"), row.getBigDecimal("firm_credit_bound"));
        account.load(RuleScope.DESK, row.getBigDecimal("desk_credit"), row.getBigDecimal("desk_credit_bound"));
        String strategy = row.getString("strategy_id");
        if (strategy != null) {
            account.loadStrategy(strategy);
            account.load(
                    RuleScope.STRATEGY,
                    row.getBigDecimal("strategy_credit"),
                    row.getBigDecimal("strategy_credit_bound"));
        }
        if (row.getBoolean("active_today")) {
            account.load(new Activity(row.getLong("day_messages"), row.getLong("day_trades")));
        }
        account.book().closeUntil(instantOrNull(row, "closed_until"));
        Instant nextHoldExpiry = instantOrNull(row, "next_hold_expiry");
        if (nextHoldExpiry != null && !nextHoldExpiry.isAfter(account.now())) {
            holdsDue.add(accountId);
        }
        accounts.put(accountId, account);
        books.put(accountId, account.book());
        txId = Long.parseLong(row.getString("tx_id"));
        riskVersion = row.getLong("risk_version");
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
        ClOrdId clOrdId = new ClOrdId(row.getString("cl_ord_id"));
        String current = row.getString("current_cl_ord_id");
        ClOrdId currentClOrdId = current == null ? clOrdId : new ClOrdId(current);
        OrderId orderId = new OrderId(row.getObject("order_id", UUID.class));
        Terms terms = terms(row, "");
        Trigger trigger = trigger(row);
        return new Order(
                new AccountId(row.getObject("account_id", UUID.class)),
                orderId,
                clOrdId,
                currentClOrdId,
                row.getString("symbol"),
                row.getString("venue_id"),
                Side.valueOf(row.getString("side")),
                OrdType.valueOf(row.getString("ord_type")),
                execInst(row),
                trigger,
                trigger == null ? null : TriggerRows.placed(row, trigger),
                heldBy(row),
                row.getBigDecimal("cash_order_qty"),
                row.getString("placed_time_in_force") == null ? terms : terms(row, "placed_"),
                terms,
                row.getBigDecimal("reserve_px"),
                row.getBigDecimal("fee_rate"),
                OrdStatus.valueOf(row.getString("venue_status")),
                pending(row, orderId, currentClOrdId),
                row.getBigDecimal("cum_qty"),
                row.getBigDecimal("cum_notional"),
                row.getString("reason_code"),
                row.getString("reason_text"),
                instant(row, "created_at"),
                membership(row));
    }

    private static @Nullable ListMembership membership(ResultSet row) throws SQLException {
        String listId = row.getString("list_id");
        return listId == null
                ? null
                : new ListMembership(
                        new ListId(listId), ContingencyType.valueOf(row.getString("list_contingency_type")));
    }

    private static @Nullable HeldBy heldBy(ResultSet row) throws SQLException {
        String heldBy = row.getString("held_by");
        return heldBy == null ? null : HeldBy.valueOf(heldBy);
    }

    private static @Nullable Trigger trigger(ResultSet row) throws SQLException {
        return row.getString("trigger_price_type") == null ? null : TriggerRows.trigger(row);
    }

    private static Set<ExecInst> execInst(ResultSet row) throws SQLException {
        Array names = row.getArray("exec_inst");
        if (names == null) {
            return Set.of();
        }
        Set<ExecInst> execInst = EnumSet.noneOf(ExecInst.class);
        for (String name : (String[]) names.getArray()) {
            execInst.add(ExecInst.valueOf(name));
        }
        return execInst;
    }

    private static Terms terms(ResultSet row, String prefix) throws SQLException {
        return new Terms(
                row.getBigDecimal(prefix + "order_qty"),
                row.getBigDecimal(prefix + "px"),
                TimeInForce.valueOf(row.getString(prefix + "time_in_force")),
                instantOrNull(row, prefix + "expire_time"),
                row.getBigDecimal(prefix + "display_qty"));
    }

    /** The request that waits. What an older release left of it says no more than that it is a cancel. */
    private static @Nullable OrderRequest pending(ResultSet row, OrderId orderId, ClOrdId currentClOrdId)
            throws SQLException {
        String pending = row.getString("pending_cl_ord_id");
        // It waits for no price: what does is held, and its requests are done at once.
        return pending == null ? null : request(row, "request_", new ClOrdId(pending), orderId, currentClOrdId, null);
    }

    private static OrderRequest request(ResultSet row) throws SQLException {
        ClOrdId clOrdId = new ClOrdId(row.getString("cl_ord_id"));
        OrderId orderId = new OrderId(row.getObject("order_id", UUID.class));
        return request(row, "", clOrdId, orderId, clOrdId, TriggerRows.change(row));
    }

    private static OrderRequest request(
            ResultSet row,
            String prefix,
            ClOrdId clOrdId,
            OrderId orderId,
            ClOrdId origWhereUnknown,
            @Nullable TriggerChange trigger)
            throws SQLException {
        String orig = row.getString(prefix + "orig_cl_ord_id");
        ClOrdId origClOrdId = orig == null ? origWhereUnknown : new ClOrdId(orig);
        String asked = row.getString(prefix + "asked");
        if (asked == null) {
            return OrderRequest.cancel(clOrdId, origClOrdId, orderId);
        }
        Terms terms = terms(row, prefix);
        return new OrderRequest(
                clOrdId,
                origClOrdId,
                orderId,
                new OrderRequest.Replacement(
                        AskedTerms.read(asked, terms), terms, row.getBigDecimal(prefix + "reserve_px"), trigger));
    }

    private void readLimit(ResultSet row) throws SQLException {
        @Nullable Limit limit = RuleRows.ofAccount(row);
        if (limit != null) {
            account(row).load(limit);
        }
    }

    private static Execution execution(ResultSet row) throws SQLException {
        return new Execution(
                Execution.Kind.valueOf(row.getString("exec_type")),
                row.getString("venue_id"),
                row.getString("exec_id"),
                row.getString("exec_ref_id"),
                new OrderId(row.getObject("order_id", UUID.class)),
                row.getString("symbol"),
                Side.valueOf(row.getString("side")),
                row.getBigDecimal("last_qty"),
                row.getBigDecimal("last_px"),
                row.getBigDecimal("notional"),
                row.getBigDecimal("fee"),
                row.getLong("event_seq"),
                row.getObject("transfer_seq", Long.class),
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

    private void readPosition(ResultSet row) throws SQLException {
        account(row).load(new SettledPosition(position(row), row.getBigDecimal("settlement_px")));
    }

    private static Position position(ResultSet row) throws SQLException {
        return new Position(
                row.getString("symbol"),
                row.getBigDecimal("qty"),
                row.getBigDecimal("avg_px"),
                row.getBigDecimal("realised_pnl"),
                row.getBigDecimal("fees"),
                Leg.valueOf(row.getString("leg")));
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
