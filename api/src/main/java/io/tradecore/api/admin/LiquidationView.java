package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stop-out with what it has done.
 *
 * @param currency the account's, that the figures are in
 * @param equity as it was when it began; used likewise
 * @param result RESTORED or FLAT; absent while it goes on
 */
@Serdeable.Serializable
public record LiquidationView(
        String liquidationId,
        String accountId,
        Instant startedAt,
        String currency,
        String equity,
        String used,
        String stopOutLevel,
        String restoreLevel,
        String liquidationMode,
        @Nullable Instant endedAt,
        @Nullable String result,
        @Nullable String endEquity,
        @Nullable String endUsed,
        List<StepView> steps) {

    /**
     * A step.
     *
     * @param kind CANCEL or CLOSE
     * @param orders how many cancels were asked for, or orders sent
     * @param orderId of a CLOSE, with what it closes
     * @param cumQty what the order has executed by now
     */
    @Serdeable.Serializable
    public record StepView(
            int step,
            Instant madeAt,
            String kind,
            int orders,
            @Nullable String orderId,
            @Nullable String symbol,
            @Nullable String leg,
            @Nullable String qty,
            @Nullable String cumQty,
            @Nullable String ordStatus,
            String equity,
            String used) {}
}
