package io.tradecore.api.entry;

import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.oms.trigger.TrailOffset;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** How far a trailing stop stays behind, as clients name it: trailAmount or trailPercent. */
final class Trails {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Trails() {}

    /** Throws FIELD_INVALID unless each is absent or fits, and one of them is absent. */
    static void check(@Nullable BigDecimal trailAmount, @Nullable BigDecimal trailPercent) {
        Decimals.requirePositive("trailAmount", trailAmount);
        Decimals.requirePositive("trailPercent", trailPercent);
        if (trailPercent != null && trailPercent.compareTo(HUNDRED) >= 0) {
            throw ApiException.ofField(ApiCode.FIELD_INVALID, "trailPercent", "trailPercent must be below 100.");
        }
        if (trailAmount != null && trailPercent != null) {
            throw Checks.invalid("trailAmount", "absent where trailPercent is there");
        }
    }

    /** Null where neither is there. */
    static @Nullable TrailOffset offset(@Nullable BigDecimal trailAmount, @Nullable BigDecimal trailPercent) {
        if (trailAmount != null) {
            return new TrailOffset(TrailOffset.Unit.AMOUNT, trailAmount);
        }
        return trailPercent == null ? null : new TrailOffset(TrailOffset.Unit.PERCENT, trailPercent);
    }
}
