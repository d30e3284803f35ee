package io.tradecore.oms.pipeline.pg;

import io.tradecore.ledger.TransferChain;
import io.tradecore.ledger.UuidV7;
import io.tradecore.ledger.pg.Column;
import io.tradecore.ledger.pg.PgLedger;
import io.tradecore.ledger.pg.RoundTrip;
import io.tradecore.oms.account.DeadMansSwitch;
import io.tradecore.oms.book.LedgerRequest;
import io.tradecore.oms.bulk.BulkRequest;
import io.tradecore.oms.execution.Commission;
import io.tradecore.oms.execution.Execution;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.OrderRequest;
import io.tradecore.oms.order.OrderRequest.Replacement;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.pipeline.AccountState;
import io.tradecore.oms.pipeline.AccountState.ExecKey;
import io.tradecore.oms.pipeline.AccountState.ForeignFee;
import io.tradecore.oms.pipeline.AccountState.Route;
import io.tradecore.oms.pipeline.BatchState;
import io.tradecore.oms.pipeline.BatchState.Quarantined;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.position.SettledPosition;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.trigger.TriggerTerms;
import io.tradecore.oms.trigger.pg.TriggerRows;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes what a batch changed and commits it, in one round trip: a call per table, whatever the number of rows. Stateless. */
final class BatchWriter {

    /** A changed row and the account it belongs to. */
    private record Row<T>(UUID accountId, T value) {}

    private final PgLedger ledger;
    private final UuidV7 ids;
    private final TransferChain chain;

    BatchWriter(PgLedger ledger, UuidV7 ids, TransferChain chain) {
        this.ledger = ledger;
        this.ids = ids;
        this.chain = chain;
    }

    void writeAndCommit(Connection connection, BatchState batch) throws SQLException {
        RoundTrip trip = new RoundTrip();
        Collection<AccountState> accounts = batch.accounts();
        addOrders(trip, accounts);
        addHedgingOrders(trip, rows(accounts, BatchWriter::hedging));
        addEvents(trip, rows(accounts, AccountState::newEvents));
        accounts.forEach(account -> account.book().seal(chain, account.now()));
        ledger.write(trip, accounts.stream().map(AccountState::book).toList(), ids::next);
        addExecutions(trip, rows(accounts, AccountState::newExecutions));
        addCommissions(trip, rows(accounts, BatchWriter::commissions));
        addForeignFees(trip, rows(accounts, AccountState::newForeignFees));
        addPositions(trip, rows(accounts, AccountState::changedPositions));
        addLegs(trip, rows(accounts, AccountState::changedLegs));
        addSettlementBases(trip, rows(accounts, AccountState::changedSettlements));
        addRoutes(trip, accounts);
        addSwitches(trip, rows(accounts, AccountState::changedDeadMansSwitch));
        addBulkRequests(trip, rows(accounts, AccountState::newBulkRequests));
        SplitRows.write(trip, accounts);
        ActRows.write(trip, accounts);
        MarginRows.write(trip, accounts);
        addLedgerRequests(trip, rows(accounts, AccountState::newLedgerRequests));
        addSequences(trip, accounts);
        addQuarantine(trip, batch.quarantined());
        trip.executeAndCommit(connection);
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
            trip.call(
                    "insert_orders",
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
                    Column.instants(made, order -> order.terms().expireTime()),
                    Column.numerics(made, order -> order.terms().displayQty()),
                    Column.texts(made, BatchWriter::execInst),
                    Column.texts(made, BatchWriter::heldBy),
                    Column.numerics(made, Order::cashOrderQty),
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
            trip.call(
                    "update_orders",
                    Column.uuids(changed, order -> order.accountId().value()),
                    Column.uuids(changed, order -> order.orderId().value()),
                    Column.texts(changed, BatchWriter::heldBy),
                    Column.texts(changed, order -> order.ordStatus().name()),
                    Column.texts(changed, order -> order.venueStatus().name()),
                    Column.texts(changed, BatchWriter::pendingClOrdId),
                    Column.numerics(changed, Order::cumQty),
                    Column.numerics(changed, Order::leavesQty),
                    Column.numerics(changed, Order::cumNotional),
                    Column.texts(changed, Order::reasonCode),
                    Column.texts(changed, Order::reasonText));
        }
        addClosing(trip, accounts);
        addTriggers(trip, made.stream().filter(order -> order.trigger() != null).toList());
        addTriggerChanges(trip, rows(accounts, AccountState::ordersWaitingOtherwise));
        addTerms(trip, rows(accounts, AccountState::ordersWithOtherTerms));
        addReopened(trip, rows(accounts, AccountState::reopenedOrders));
        ListRows.write(trip, accounts);
        addRequests(trip, rows(accounts, AccountState::newRequests));
    }

    private static void addClosing(RoundTrip trip, Collection<AccountState> accounts) {
        List<Row<Closing>> rows = rows(accounts, BatchWriter::closing);
        if (!rows.isEmpty()) {
            trip.call(
                    "write_closing_orders",
                    accountIds(rows),
                    Column.uuids(rows, row -> row.value().orderId().value()),
                    Column.numerics(rows, row -> row.value().closesQty()));
        }
    }

    private record Hedging(OrderId orderId, PositionEffect effect) {}

    private static List<Hedging> hedging(AccountState account) {
        return account.newHedgingOrders().stream()
                .map(orderId -> new Hedging(orderId, Objects.requireNonNull(account.effect(orderId))))
                .toList();
    }

    private static void addHedgingOrders(RoundTrip trip, List<Row<Hedging>> rows) {
        if (!rows.isEmpty()) {
            trip.call(
                    "insert_hedging_orders",
                    accountIds(rows),
                    Column.uuids(rows, row -> row.value().orderId().value()),
                    Column.texts(rows, row -> row.value().effect().name()));
        }
    }

    /** How much of an order is to close a position. */
    private record Closing(OrderId orderId, BigDecimal closesQty) {}

    private static List<Closing> closing(AccountState account) {
        return account.changedClosingOrders().stream()
                .map(orderId -> new Closing(orderId, account.closesQty(orderId)))
                .toList();
    }

    private static @Nullable String heldBy(Order order) {
        return order.heldBy() == null ? null : order.heldBy().name();
    }

    private static void addTriggers(RoundTrip trip, List<Order> orders) {
        if (!orders.isEmpty()) {
            trip.call(
                    "insert_order_triggers",
                    Column.uuids(orders, order -> order.accountId().value()),
                    Column.uuids(orders, order -> order.orderId().value()),
                    Column.texts(orders, order -> TriggerRows.kind(trigger(order))),
                    Column.texts(orders, order -> trigger(order).priceType().name()),
                    Column.numerics(orders, order -> TriggerRows.stopPx(trigger(order))),
                    Column.texts(orders, order -> TriggerRows.trailUnit(trigger(order))),
                    Column.numerics(orders, order -> TriggerRows.trailBy(trigger(order))),
                    Column.numerics(orders, order -> TriggerRows.referencePx(trigger(order))),
                    Column.texts(orders, BatchWriter::waits));
        }
    }

    private static void addTriggerChanges(RoundTrip trip, List<Row<Order>> rows) {
        if (!rows.isEmpty()) {
            trip.call(
                    "update_order_triggers",
                    accountIds(rows),
                    Column.uuids(rows, row -> row.value().orderId().value()),
                    Column.numerics(rows, row -> TriggerRows.stopPx(trigger(row.value()))),
                    Column.texts(rows, row -> TriggerRows.trailUnit(trigger(row.value()))),
                    Column.numerics(rows, row -> TriggerRows.trailBy(trigger(row.value()))),
                    Column.numerics(rows, row -> TriggerRows.referencePx(trigger(row.value()))),
                    Column.numerics(rows, row -> placed(row.value()).stopPx()),
                    Column.texts(
                            rows, row -> TriggerRows.unit(placed(row.value()).trail())),
                    Column.numerics(
                            rows, row -> TriggerRows.by(placed(row.value()).trail())),
                    Column.texts(rows, row -> waits(row.value())));
        }
    }

    private static Trigger trigger(Order order) {
        return Objects.requireNonNull(order.trigger());
    }

    private static TriggerTerms placed(Order order) {
        return Objects.requireNonNull(order.placedTrigger());
    }

    private static @Nullable String waits(Order order) {
        return order.isTriggerWatched() ? "WAITING" : null;
    }

    private static @Nullable String execInst(Order order) {
        return order.execInst().isEmpty()
                ? null
                : String.join(",", order.execInst().stream().map(Enum::name).toList());
    }

    private static void addTerms(RoundTrip trip, List<Row<Order>> rows) {
        if (!rows.isEmpty()) {
            trip.call(
                    "update_order_terms",
                    accountIds(rows),
                    Column.uuids(rows, row -> row.value().orderId().value()),
                    Column.texts(rows, row -> row.value().currentClOrdId().value()),
                    Column.numerics(rows, row -> row.value().orderQty()),
                    Column.numerics(rows, row -> row.value().px()),
                    Column.numerics(rows, row -> row.value().reservePx()),
                    Column.texts(rows, row -> row.value().timeInForce().name()),
                    Column.instants(rows, row -> row.value().terms().expireTime()),
                    Column.numerics(rows, row -> row.value().terms().displayQty()),
                    Column.numerics(rows, row -> row.value().placed().orderQty()),
                    Column.numerics(rows, row -> row.value().placed().px()),
                    Column.texts(rows, row -> row.value().placed().timeInForce().name()),
                    Column.instants(rows, row -> row.value().placed().expireTime()),
                    Column.numerics(rows, row -> row.value().placed().displayQty()));
        }
    }

    private static void addReopened(RoundTrip trip, List<Row<OrderId>> rows) {
        if (!rows.isEmpty()) {
            trip.call(
                    "reopen_orders",
                    accountIds(rows),
                    Column.uuids(rows, row -> row.value().value()));
        }
    }

    private static @Nullable String pendingClOrdId(Order order) {
        return order.pendingClOrdId() == null ? null : order.pendingClOrdId().value();
    }

    private static void addRequests(RoundTrip trip, List<Row<OrderRequest>> rows) {
        if (!rows.isEmpty()) {
            trip.call(
                    "insert_order_requests",
                    accountIds(rows),
                    Column.texts(rows, row -> row.value().clOrdId().value()),
                    Column.uuids(rows, row -> row.value().orderId().value()),
                    Column.texts(rows, row -> row.value().kind().name()),
                    Column.texts(rows, row -> row.value().origClOrdId().value()),
                    Column.texts(rows, row -> of(row, it -> AskedTerms.names(it.asked()))),
                    Column.numerics(rows, row -> of(row, it -> it.terms().orderQty())),
                    Column.numerics(rows, row -> of(row, it -> it.terms().px())),
                    Column.texts(
                            rows, row -> of(row, it -> it.terms().timeInForce().name())),
                    Column.instants(rows, row -> of(row, it -> it.terms().expireTime())),
                    Column.numerics(rows, row -> of(row, it -> it.terms().displayQty())),
                    Column.numerics(rows, row -> of(row, Replacement::reservePx)),
                    Column.numerics(
                            rows,
                            row -> of(
                                    row,
                                    it -> it.trigger() == null
                                            ? null
                                            : it.trigger().stopPx())),
                    Column.texts(rows, row -> TriggerRows.unit(trail(row))),
                    Column.numerics(rows, row -> TriggerRows.by(trail(row))));
        }
    }

    private static @Nullable TrailOffset trail(Row<OrderRequest> row) {
        return of(row, it -> it.trigger() == null ? null : it.trigger().trail());
    }

    /** A value of a replace; a cancel has none. */
    private static <V> @Nullable V of(Row<OrderRequest> row, Function<Replacement, @Nullable V> value) {
        Replacement replacement = row.value().replacement();
        return replacement == null ? null : value.apply(replacement);
    }

    private static void addEvents(RoundTrip trip, List<Row<OrderEvent>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        trip.call(
                "insert_order_events",
                accountIds(rows),
                Column.longs(rows, row -> row.value().seq()),
                Column.uuids(rows, row -> row.value().order().orderId().value()),
                Column.texts(rows, row -> row.value().type().name()),
                Column.texts(rows, row -> row.value().order().ordStatus().name()),
                Column.texts(rows, row -> row.value().clOrdId()),
                Column.texts(rows, row -> row.value().execId()),
                Column.texts(rows, row -> row.value().execRefId()),
                Column.numerics(rows, row -> row.value().lastQty()),
                Column.numerics(rows, row -> row.value().lastPx()),
                Column.numerics(rows, row -> termsOf(row).map(Terms::orderQty).orElse(null)),
                Column.numerics(rows, row -> termsOf(row).map(Terms::px).orElse(null)),
                Column.numerics(rows, row -> row.value().order().cumQty()),
                Column.numerics(rows, row -> row.value().order().leavesQty()),
                Column.numerics(rows, row -> row.value().held()),
                Column.texts(rows, row -> row.value().reasonCode()),
                Column.texts(rows, row -> row.value().reasonText()),
                Column.texts(rows, row -> row.value().actor()),
                Column.instants(rows, row -> row.value().transactTime()));
    }

    private static Optional<Terms> termsOf(Row<OrderEvent> row) {
        return row.value().tellsTerms() ? Optional.of(row.value().order().terms()) : Optional.empty();
    }

    private static void addExecutions(RoundTrip trip, List<Row<Execution>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        trip.call(
                "insert_executions",
                accountIds(rows),
                Column.texts(rows, row -> row.value().venueId()),
                Column.texts(rows, row -> row.value().execId()),
                Column.texts(rows, row -> row.value().kind().name()),
                Column.texts(rows, row -> row.value().execRefId()),
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

    /** What a venue told with an execution. */
    private record Charged(ExecKey key, Commission commission) {}

    private static List<Charged> commissions(AccountState account) {
        return account.newCommissions().stream()
                .map(key -> new Charged(key, Objects.requireNonNull(account.commission(key))))
                .toList();
    }

    private static void addCommissions(RoundTrip trip, List<Row<Charged>> rows) {
        if (!rows.isEmpty()) {
            trip.call(
                    "insert_execution_commissions",
                    accountIds(rows),
                    Column.texts(rows, row -> row.value().key().venueId()),
                    Column.texts(rows, row -> row.value().key().execId()),
                    Column.numerics(rows, row -> row.value().commission().amount()),
                    Column.texts(rows, row -> row.value().commission().currency()));
        }
    }

    private static void addForeignFees(RoundTrip trip, List<Row<Map.Entry<ForeignFee, BigDecimal>>> rows) {
        if (!rows.isEmpty()) {
            trip.call(
                    "add_foreign_fees",
                    accountIds(rows),
                    Column.texts(rows, row -> row.value().getKey().symbol()),
                    Column.texts(rows, row -> row.value().getKey().leg().name()),
                    Column.texts(rows, row -> row.value().getKey().currency()),
                    Column.numerics(rows, row -> row.value().getValue()));
        }
    }

    private static void addPositions(RoundTrip trip, List<Row<Position>> rows) {
        if (!rows.isEmpty()) {
            trip.call(
                    "write_positions",
                    accountIds(rows),
                    Column.texts(rows, row -> row.value().symbol()),
                    Column.numerics(rows, row -> row.value().qty()),
                    Column.numerics(rows, row -> row.value().avgPx()),
                    Column.numerics(rows, row -> row.value().realisedPnl()),
                    Column.numerics(rows, row -> row.value().fees()));
        }
    }

    private static void addSettlementBases(RoundTrip trip, List<Row<SettledPosition>> rows) {
        if (!rows.isEmpty()) {
            trip.call(
                    "write_settlement_bases",
                    accountIds(rows),
                    Column.texts(rows, row -> row.value().position().symbol()),
                    Column.texts(rows, row -> row.value().position().leg().name()),
                    Column.numerics(rows, row -> row.value().settlementPx()));
        }
    }

    private static void addLegs(RoundTrip trip, List<Row<Position>> rows) {
        if (!rows.isEmpty()) {
            trip.call(
                    "write_legs",
                    accountIds(rows),
                    Column.texts(rows, row -> row.value().symbol()),
                    Column.texts(rows, row -> row.value().leg().name()),
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
            trip.call(
                    "insert_routes",
                    accountIds(made),
                    Column.uuids(made, row -> row.value().orderId().value()),
                    Column.longs(made, row -> row.value().seq()),
                    Column.texts(made, row -> row.value().kind().name()),
                    Column.texts(made, row -> row.value().venueId()),
                    Column.texts(made, row -> row.value().clOrdId()));
        }
        List<Row<Route>> retired = rows(accounts, AccountState::retiredRoutes);
        if (!retired.isEmpty()) {
            trip.call(
                    "retire_routes",
                    accountIds(retired),
                    Column.uuids(retired, row -> row.value().orderId().value()),
                    Column.longs(retired, row -> row.value().seq()));
        }
    }

    private static void addSwitches(RoundTrip trip, List<Row<DeadMansSwitch>> rows) {
        if (!rows.isEmpty()) {
            trip.call(
                    "write_dead_mans_switches",
                    accountIds(rows),
                    Column.longs(rows, row -> (long) row.value().timeoutSeconds()),
                    Column.instants(rows, row -> row.value().firesAt()),
                    Column.instants(rows, row -> row.value().firedAt()),
                    Column.texts(rows, row -> row.value().setBy()));
        }
    }

    private static void addBulkRequests(RoundTrip trip, List<Row<BulkRequest>> rows) {
        if (!rows.isEmpty()) {
            trip.call(
                    "insert_bulk_requests",
                    accountIds(rows),
                    Column.texts(rows, row -> row.value().clOrdId().value()),
                    Column.texts(rows, row -> row.value().kind().name()),
                    Column.texts(rows, row -> BulkRows.asked(row.value().asked())),
                    Column.texts(rows, row -> BulkRows.results(row.value().results())),
                    Column.texts(rows, row -> row.value().actor()));
        }
    }

    private static void addLedgerRequests(RoundTrip trip, List<Row<LedgerRequest>> rows) {
        if (!rows.isEmpty()) {
            trip.call(
                    "insert_ledger_requests",
                    accountIds(rows),
                    Column.texts(rows, row -> row.value().requestId()),
                    Column.texts(rows, row -> row.value().kind()),
                    Column.texts(rows, row -> LedgerRequest.hash(row.value().asked())),
                    Column.texts(
                            rows, row -> LedgerRequest.canonical(row.value().asked())),
                    Column.texts(rows, row -> LedgerRows.outcome(row.value())),
                    Column.texts(rows, row -> row.value().message()),
                    Column.texts(rows, row -> LedgerRows.results(row.value())),
                    Column.texts(rows, row -> row.value().actor()));
        }
    }

    private static void addSequences(RoundTrip trip, Collection<AccountState> accounts) {
        List<AccountState> advanced = accounts.stream()
                .filter(account -> !account.newEvents().isEmpty()
                        || !account.book().postedTransfers().isEmpty())
                .toList();
        if (!advanced.isEmpty()) {
            trip.call(
                    "advance_accounts",
                    Column.uuids(advanced, account -> account.accountId().value()),
                    Column.longs(advanced, AccountState::eventSeq),
                    Column.longs(advanced, account -> account.book().transferSeq()),
                    Column.bytes(advanced, account -> account.book().chainHead()),
                    Column.longs(advanced, account -> account.newActivity().messages()),
                    Column.longs(advanced, account -> account.newActivity().trades()));
        }
    }

    private void addQuarantine(RoundTrip trip, List<Quarantined> quarantined) {
        if (!quarantined.isEmpty()) {
            trip.call(
                    "insert_quarantine",
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
