package io.tradecore.api.query;

import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.execution.DayQuantity;
import io.tradecore.oms.execution.Execution;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.session.TradingCalendar;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What orders that outlive the day have of the current trading day (FIX 424 to 426), from their stored executions: nothing
 * of it is kept with the order. Safe for use by many threads; blocks its thread.
 */
@Singleton
final class DayReads {
    // By the events of the orders, which are found by order; of months that are over nothing is read.
    private static final String FIND_EXECUTIONS_SINCE = """
            SELECT x.* FROM order_events e
            JOIN executions x ON (x.account_id, x.event_seq) = (e.account_id, e.seq)
            WHERE e.account_id = ? AND e.order_id = ANY (?) AND e.recorded_at >= ?
                AND e.event_type IN ('TRADE', 'TRADE_CANCEL', 'TRADE_CORRECT')
            """;

    /** How far a venue's clock may be ahead of ours. */
    private static final Duration CLOCKS_APART = Duration.ofDays(1);

    private final Instruments instruments;
    private final Clock clock;

    DayReads(Instruments instruments, Clock clock) {
        this.instruments = instruments;
        this.clock = clock;
    }

    /** The orders, each that outlives the day with its quantities of the day. */
    List<OrderView> of(Connection connection, AccountId accountId, List<OrderView> orders) throws SQLException {
        List<OrderView> executed = orders.stream()
                .filter(order -> outlivesDay(order) && new BigDecimal(order.cumQty()).signum() != 0)
                .toList();
        Map<OrderId, List<Execution>> executions = executed.isEmpty()
                ? Map.of()
                : executions(connection, accountId, executed).stream()
                        .collect(Collectors.groupingBy(Execution::orderId));
        return orders.stream()
                .map(order -> outlivesDay(order) ? order.with(day(order, executions)) : order)
                .toList();
    }

    private List<Execution> executions(Connection connection, AccountId accountId, List<OrderView> orders)
            throws SQLException {
        Instant since = orders.stream()
                .map(this::dayBegan)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return Sql.list(
                connection,
                FIND_EXECUTIONS_SINCE,
                DayReads::execution,
                accountId.value(),
                connection.createArrayOf(
                        "uuid", orders.stream().map(OrderView::orderId).toArray()),
                since.minus(CLOCKS_APART));
    }

    private DayQuantity day(OrderView order, Map<OrderId, List<Execution>> executions) {
        return DayQuantity.of(
                new BigDecimal(order.orderQty()),
                new BigDecimal(order.cumQty()),
                dayBegan(order),
                executions.getOrDefault(OrderId.of(order.orderId()), List.of()));
    }

    private static boolean outlivesDay(OrderView order) {
        return TimeInForce.valueOf(order.timeInForce()).outlivesDay();
    }

    /** The trading day goes on from the end of the one before it. */
    private Instant dayBegan(OrderView order) {
        Instrument instrument = instruments.bySymbol(order.symbol());
        TradingCalendar calendar = instrument == null ? TradingCalendar.ALWAYS : instrument.calendar();
        Instant ended = calendar.lastEndOfDay(clock.instant());
        return ended == null ? order.createdAt() : ended;
    }

    private static Execution execution(ResultSet row) throws SQLException {
        return new Execution(
                Execution.Kind.valueOf(Sql.text(row, "exec_type")),
                Sql.text(row, "venue_id"),
                Sql.text(row, "exec_id"),
                Sql.textOrNull(row, "exec_ref_id"),
                OrderId.of(Sql.uuid(row, "order_id")),
                Sql.text(row, "symbol"),
                Side.valueOf(Sql.text(row, "side")),
                Sql.decimal(row, "last_qty"),
                Sql.decimal(row, "last_px"),
                Sql.decimal(row, "notional"),
                Sql.decimal(row, "fee"),
                row.getLong("event_seq"),
                row.getObject("transfer_seq", Long.class),
                List.of(),
                Sql.time(row, "transact_time"));
    }
}
