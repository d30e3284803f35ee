package io.tradecore.oms.risk;

import io.tradecore.oms.instrument.Instrument;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A bound. Immutable.
 *
 * @param scopeId the desk, the strategy, the account or the user; {@link #FIRM_ID} of the firm
 * @param value inclusive, in the unit of its kind
 * @param effectiveFrom it counts from then on
 * @param effectiveTo and from then on no more; null: until it is ended
 */
public record Limit(
        LimitKind kind,
        RuleScope scope,
        String scopeId,
        InstrumentSelector instruments,
        BigDecimal value,
        Severity severity,
        Instant effectiveFrom,
        @Nullable Instant effectiveTo)
        implements Dated {

    public static final String FIRM_ID = "*";

    /** What is beyond a HARD bound is denied, what is beyond a SOFT one passes with a warning. Stored as their names. */
    public enum Severity {
        HARD,
        SOFT
    }

    public boolean isAbout(Instrument instrument) {
        return instruments.matches(instrument);
    }

    /** The one that leaves less room; of those that leave the same, the first. */
    static @Nullable Limit stricter(@Nullable Limit limit, @Nullable Limit other) {
        if (limit == null || other == null) {
            return limit == null ? other : limit;
        }
        return limit.kind.isStricter(other.value, limit.value) ? other : limit;
    }
}
