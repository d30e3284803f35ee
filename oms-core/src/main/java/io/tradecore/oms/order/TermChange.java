package io.tradecore.oms.order;

import io.tradecore.oms.command.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What of an order's {@link Terms} is to become another; null: stays as it is. */
public record TermChange(
        @Nullable BigDecimal orderQty,
        @Nullable BigDecimal px,
        @Nullable TimeInForce timeInForce,
        @Nullable Instant expireTime,
        @Nullable BigDecimal displayQty) {

    public static final TermChange NONE = new TermChange(null, null, null, null, null);

    public TermChange {
        requirePositive("orderQty", orderQty);
        requirePositive("displayQty", displayQty);
        expireTime = expireTime == null ? null : expireTime.truncatedTo(ChronoUnit.MICROS);
    }

    private static void requirePositive(String field, @Nullable BigDecimal value) {
        if (value != null && value.signum() <= 0) {
            throw new IllegalArgumentException(field + " must be positive");
        }
    }

    /** Whether it changes nothing. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /** Why these terms cannot be changed so, or null when they can. */
    public @Nullable Reason misfit(Terms terms) {
        if (px != null && terms.px() == null) {
            return Reason.PX_NOT_ALLOWED;
        }
        TimeInForce inForce = timeInForce == null ? terms.timeInForce() : timeInForce;
        if (inForce == TimeInForce.GTD) {
            return expireTime == null && terms.expireTime() == null ? Reason.EXPIRE_TIME_MISSING : null;
        }
        return expireTime == null ? null : Reason.EXPIRE_TIME_NOT_ALLOWED;
    }
}
