package io.tradecore.oms.pipeline;

import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.outbox.EventMessage;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.pipeline.AccountState.Route;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

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
        return new RouteMessage(
                account.accountId(),
                order.orderId(),
                route.seq(),
                route.kind(),
                route.venueId(),
                route.clOrdId(),
                route.kind() == RouteMessage.Kind.CANCEL ? order.clOrdId().value() : null,
                order.symbol(),
                order.side(),
                order.ordType(),
                order.timeInForce(),
                order.orderQty(),
                order.px(),
                account.now());
    }

    private static EventMessage message(OrderEvent event, AccountState account) {
        Order order = event.order();
        return new EventMessage(
                account.accountId(),
                event.seq(),
                order.orderId(),
                event.type().name(),
                order.ordStatus().name(),
                event.clOrdId(),
                event.execId(),
                order.symbol(),
                order.side(),
                event.lastQty(),
                event.lastPx(),
                order.cumQty(),
                order.leavesQty(),
                event.reasonCode(),
                event.reasonText(),
                // What the database keeps of it.
                event.transactTime().truncatedTo(ChronoUnit.MICROS),
                account.now());
    }
}
