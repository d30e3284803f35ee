package io.tradecore.api.query;

import io.tradecore.oms.order.OrdStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which orders of an account are asked for.
 *
 * @param statuses one of these
 */
public record OrderFilter(Set<OrdStatus> statuses, @Nullable String symbol) {}
