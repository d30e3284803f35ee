package io.tradecore.oms.risk;

import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.TimeInForce;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which orders instruments take. Of an instrument those that name it count; where none does those of its class; else those of
 * all instruments. An order fits all that count.
 *
 * @param ordTypes FIX 40
 * @param timesInForce FIX 59
 */
public record OrderTerms(
        InstrumentSelector instruments,
        Set<OrdType> ordTypes,
        Set<TimeInForce> timesInForce,
        Instant effectiveFrom,
        @Nullable Instant effectiveTo)
        implements Dated {

    public OrderTerms {
        ordTypes = Set.copyOf(ordTypes);
        timesInForce = Set.copyOf(timesInForce);
    }
}
