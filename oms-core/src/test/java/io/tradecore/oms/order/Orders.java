package io.tradecore.oms.order;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.order.OrderAct.Fill;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.trigger.TriggerPriceType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Orders, requests and reports of tests, by the few values that matter there. */
final class Orders {
    static final AccountId ACCOUNT = new AccountId(new UUID(1, 1));
    static final OrderId ORDER = new OrderId(new UUID(2, 2));
    static final String VENUE = "SIM";

    private Orders() {}

    /** A buy X of so much at 100, not acknowledged yet. */
    static Order placed(String orderQty, TimeInForce timeInForce) {
        Terms terms = Terms.of(new BigDecimal(orderQty), new BigDecimal("100"), timeInForce);
        return order(OrdStatus.PENDING_NEW, terms, "0", null);
    }

    static Order order(OrdStatus venueStatus, Terms terms, String cumQty, @Nullable OrderRequest pending) {
        return new Order(
                ACCOUNT,
                ORDER,
                new ClOrdId("X"),
                new ClOrdId("X"),
                "BTCUSDT",
                VENUE,
                Side.BUY,
                OrdType.LIMIT,
                Set.of(),
                terms,
                terms,
                new BigDecimal("100"),
                new BigDecimal("0.001"),
                venueStatus,
                pending,
                new BigDecimal(cumQty),
                new BigDecimal(cumQty).multiply(new BigDecimal("100")),
                null,
                null,
                Instant.EPOCH);
    }

    /** A buy X of so much that waits for 100. */
    static Order held(String orderQty) {
        Terms terms = Terms.of(new BigDecimal(orderQty), null, TimeInForce.GTC);
        return new Order(
                ACCOUNT,
                ORDER,
                new ClOrdId("X"),
                new ClOrdId("X"),
                "BTCUSDT",
                VENUE,
                Side.BUY,
                OrdType.STOP,
                Set.of(),
                new Trigger.Stop(Side.BUY, TriggerPriceType.BEST_OFFER, new BigDecimal("100")),
                HeldBy.TRIGGER,
                null,
                terms,
                terms,
                new BigDecimal("105"),
                new BigDecimal("0.001"),
                OrdStatus.PENDING_NEW,
                null,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                null,
                null,
                Instant.EPOCH,
                null);
    }

    static OrderRequest cancel(Order order, String clOrdId) {
        return OrderRequest.cancel(new ClOrdId(clOrdId), order.currentClOrdId(), order.orderId());
    }

    static OrderRequest replace(Order order, String clOrdId, @Nullable String orderQty, @Nullable String px) {
        TermChange asked = change(orderQty, px);
        return new OrderRequest(
                new ClOrdId(clOrdId),
                order.currentClOrdId(),
                order.orderId(),
                new OrderRequest.Replacement(
                        asked, order.terms().with(asked), px == null ? order.reservePx() : new BigDecimal(px)));
    }

    static TermChange change(@Nullable String orderQty, @Nullable String px) {
        return new TermChange(decimal(orderQty), decimal(px), null, null, null);
    }

    static OrderAct.Reported report(ReportType type, @Nullable String clOrdId) {
        return report(type, clOrdId, null, null, TermChange.NONE, null);
    }

    static OrderAct.Reported report(ReportType type, @Nullable String clOrdId, TermChange terms) {
        return report(type, clOrdId, null, null, terms, null);
    }

    static OrderAct.Reported trade(String lastQty, String lastPx) {
        return report(ReportType.TRADE, null, lastQty, lastPx, TermChange.NONE, null);
    }

    static OrderAct.Reported bust(String qty, String px) {
        return report(ReportType.TRADE_CANCEL, null, null, null, TermChange.NONE, fill(qty, px));
    }

    static OrderAct.Reported correct(String qty, String px, String lastQty, String lastPx) {
        return report(ReportType.TRADE_CORRECT, null, lastQty, lastPx, TermChange.NONE, fill(qty, px));
    }

    static Fill fill(String qty, String px) {
        return Fill.at(new BigDecimal(qty), new BigDecimal(px));
    }

    private static @Nullable BigDecimal decimal(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }

    static OrderAct.Reported report(
            ReportType type,
            @Nullable String clOrdId,
            @Nullable String lastQty,
            @Nullable String lastPx,
            TermChange terms,
            @Nullable Fill superseded) {
        boolean amendment = type == ReportType.TRADE_CANCEL || type == ReportType.TRADE_CORRECT;
        return new OrderAct.Reported(
                new VenueReport(
                        ACCOUNT,
                        ORDER,
                        VENUE,
                        "E1",
                        type,
                        clOrdId,
                        amendment ? "E0" : null,
                        null,
                        decimal(lastQty),
                        decimal(lastPx),
                        terms,
                        Instant.EPOCH,
                        null,
                        null,
                        "{}"),
                superseded);
    }
}
