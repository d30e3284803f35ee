package io.tradecore.api.grpc;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.pipeline.CommandBus;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The orders placed on one stream, to be cancelled when it breaks. Thread-safe. */
final class OrdersToCancel {
    private static final Logger LOG = LoggerFactory.getLogger(OrdersToCancel.class);
    private static final int MOST_ATTEMPTS = 60;
    private static final long LONGEST_PAUSE_MS = 1_000;

    private final String actor;
    private final CommandBus bus;
    private final StreamOrders registry;
    private final Map<AccountId, Set<OrderId>> open = new ConcurrentHashMap<>();

    /** @param client who has the stream: named with each cancel */
    OrdersToCancel(String client, CommandBus bus, StreamOrders registry) {
        this.actor = "cancel-on-disconnect:" + client;
        this.bus = bus;
        this.registry = registry;
    }

    /** The stream has ended as its client wanted: nothing is cancelled. */
    void forget() {
        registry.remove(this);
    }

    /** The order was acknowledged on this stream. Called before anything later of its account is committed here. */
    void placed(Order order) {
        if (!order.isClosed()) {
            registry.add(this);
            open.computeIfAbsent(order.accountId(), _ -> ConcurrentHashMap.newKeySet())
                    .add(order.orderId());
        }
    }

    void closed(AccountId accountId, OrderId orderId) {
        Set<OrderId> orders = open.get(accountId);
        if (orders != null) {
            orders.remove(orderId);
        }
    }

    /** Asks for all of them to be cancelled, and does not give up soon. Never blocks. */
    void cancelAll() {
        registry.remove(this);
        open.forEach((accountId, orders) -> {
            if (!orders.isEmpty()) {
                ClOrdId clOrdId = new ClOrdId("cod-" + UUID.randomUUID());
                cancel(new Command.MassCancel(accountId, clOrdId, null, null, Set.copyOf(orders), actor), 1);
            }
        });
    }

    private void cancel(Command.MassCancel command, int attempt) {
        bus.submit(command).whenComplete((outcome, failure) -> {
            if (outcome instanceof Outcome.BulkDone done) {
                LOG.info(
                        "A stream broke: {} orders of account {} are cancelled",
                        done.request().results().size(),
                        command.accountId());
            } else if (attempt < MOST_ATTEMPTS) {
                // The same ClOrdID: if it was done after all, it is not done twice.
                CompletableFuture.delayedExecutor(Math.min(20L * attempt, LONGEST_PAUSE_MS), TimeUnit.MILLISECONDS)
                        .execute(() -> cancel(command, attempt + 1));
            } else {
                LOG.error(
                        "A stream broke and the orders of account {} could not be cancelled: {}",
                        command.accountId(),
                        outcome,
                        failure);
            }
        });
    }
}
