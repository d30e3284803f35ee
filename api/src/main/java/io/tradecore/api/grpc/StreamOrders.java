package io.tradecore.api.grpc;

import io.tradecore.oms.outbox.EventMessage;
import io.tradecore.oms.pipeline.CommitListener;
import io.tradecore.oms.pipeline.CommittedBatch;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which orders are open on streams that cancel them when they break: those closed are forgotten. Thread-safe. */
@Singleton
final class StreamOrders implements CommitListener {
    private final Set<OrdersToCancel> open = ConcurrentHashMap.newKeySet();

    void add(OrdersToCancel orders) {
        open.add(orders);
    }

    void remove(OrdersToCancel orders) {
        open.remove(orders);
    }

    @Override
    public void committed(CommittedBatch batch) {
        if (open.isEmpty()) {
            return;
        }
        for (EventMessage event : batch.events()) {
            if (event.leavesQty().signum() == 0) {
                open.forEach(orders -> orders.closed(event.accountId(), event.orderId()));
            }
        }
    }
}
