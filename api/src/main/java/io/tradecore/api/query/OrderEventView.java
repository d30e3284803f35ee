package io.tradecore.api.query;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event of an order.
 *
 * @param seq gap-free in the account
 * @param execRefId of a bust or correction: the execution it takes the place of
 * @param orderQty with px: the order's terms after an event that may have changed them
 * @param held what the order's hold counted after it
 * @param transactTime when it happened, by the clock of whoever said so
 * @param recordedAt when it was committed, by the database's clock
 */
@Serdeable.Serializable
public record OrderEventView(
        long seq,
        String orderId,
        String eventType,
        String ordStatus,
        String clOrdId,
        @Nullable String execId,
        @Nullable String execRefId,
        @Nullable String lastQty,
        @Nullable String lastPx,
        @Nullable String orderQty,
        @Nullable String px,
        String cumQty,
        String leavesQty,
        String held,
        @Nullable String reasonCode,
        @Nullable String reasonText,
        String actor,
        Instant transactTime,
        Instant recordedAt) {}
