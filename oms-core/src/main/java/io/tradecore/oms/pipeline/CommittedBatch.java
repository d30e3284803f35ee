package io.tradecore.oms.pipeline;

import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.order.OrderRequest;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.outbox.EventMessage;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.pipeline.AccountState.Route;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A batch whose transaction has been committed: what it wrote for venues and subscribers, without reading it back. Nobody
 * changes it any more, so it may be handed to other threads.
 */
public final class CommittedBatch {

    private final BatchState batch;

    /** @param batch as committed; nobody changes it from here on */
    public CommittedBatch(BatchState batch) {
        this.batch = batch;
    }

    /** The transaction that wrote it; 0 if it saw no account, and so wrote none of these messages. */
    public long txId() {
        return batch.txId();
    }

    /**
     * Whether every order and replace it sends to a venue was judged by this version of the trading states. Cancels go out
     * whatever is halted; what lists of orders send by themselves nobody judges.
     */
    public boolean isJudgedBy(long tradingVersion) {
        Long judgedBy = batch.tradingVersion();
        boolean judged = judgedBy != null && judgedBy == tradingVersion;
        return batch.accounts().stream()
                .allMatch(account -> account.newRoutes().stream()
                        .allMatch(route -> route.kind() == RouteMessage.Kind.CANCEL
                                || (judged && isAlone(account.order(route.orderId())))));
    }

    private static boolean isAlone(@Nullable Order order) {
        return order != null && order.membership() == null;
    }

    /** Whether something happened to an order that waits, or waited, for a price. */
    public boolean concernsTriggers() {
        return batch.accounts().stream()
                .flatMap(account -> account.newEvents().stream())
                .anyMatch(event -> event.order().trigger() != null);
    }

    /** With which code each order or replace would have been refused that was accepted beyond a SOFT limit; mostly there is none. */
    public List<String> warnings() {
        return batch.accounts().stream()
                .flatMap(account -> account.newEvents().stream())
                .filter(event -> event.type() == OrderEvent.Type.ORDER_ACCEPTED
                        || event.type() == OrderEvent.Type.REPLACE_REQUESTED)
                .map(OrderEvent::reasonCode)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /** The messages to venues, as the outbox has them; each account's in the order of seq. */
    public List<RouteMessage> routes() {
        return batch.accounts().stream()
                .flatMap(account -> account.newRoutes().stream().map(route -> message(route, account)))
                .toList();
    }

    /** The order events, as the database has them; each account's in the order of seq. */
    public List<EventMessage> events() {
        return batch.accounts().stream()
                .flatMap(account -> account.newEvents().stream().map(event -> message(event, account)))
                .toList();
    }

    private static RouteMessage message(Route route, AccountState account) {
        Order order = Objects.requireNonNull(account.order(route.orderId()));
        OrderRequest request =
                route.kind() == RouteMessage.Kind.NEW_ORDER ? null : account.request(new ClOrdId(route.clOrdId()));
        return new RouteMessage(
                account.accountId(),
                order.orderId(),
                route.seq(),
                route.kind(),
                route.venueId(),
                route.clOrdId(),
                request == null ? null : request.origClOrdId().value(),
                order.symbol(),
                order.side(),
                order.ordType().routedAs(),
                order.execInst(),
                terms(route.kind(), order, request),
                account.now());
    }

    private static Terms terms(RouteMessage.Kind kind, Order order, @Nullable OrderRequest request) {
        return switch (kind) {
            case NEW_ORDER, CANCEL -> order.terms();
            case REPLACE ->
                Objects.requireNonNull(Objects.requireNonNull(request).replacement())
                        .terms();
        };
    }

    private static EventMessage message(OrderEvent event, AccountState account) {
        Order order = event.order();
        Terms told = event.tellsTerms() ? order.terms() : null;
        return new EventMessage(
                account.accountId(),
                event.seq(),
                order.orderId(),
                event.type().name(),
                order.ordStatus().name(),
                event.clOrdId(),
                event.execId(),
                event.execRefId(),
                order.symbol(),
                order.side(),
                event.lastQty(),
                event.lastPx(),
                told == null ? null : told.orderQty(),
                told == null ? null : told.px(),
                order.cumQty(),
                order.leavesQty(),
                event.reasonCode(),
                event.reasonText(),
                // What the database keeps of it.
                event.transactTime().truncatedTo(ChronoUnit.MICROS),
                account.now());
    }
}
