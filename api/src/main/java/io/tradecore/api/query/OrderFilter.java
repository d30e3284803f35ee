package io.tradecore.api.query;

import io.tradecore.oms.order.OrdStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which orders of an account are asked for.
 *
 * @param statuses one of these
 * @param open whether something of it may still be executed, or a request of it waits for an answer; null: either
 */
public record OrderFilter(
        Set<OrdStatus> statuses,
        @Nullable Boolean open,
        @Nullable String symbol) {}
