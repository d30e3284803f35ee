package io.tradecore.oms.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What an order asks for and a replace may change. Immutable.
 *
 * @param orderQty FIX 38, in units of the instrument, counting what is executed
 * @param px FIX 44, limit price in the instrument's currency, below zero where its prices may be; null for MARKET
 * @param expireTime FIX 126, with GTD and no other, cut to microseconds: what is stored
 * @param displayQty FIX 1138, what the venue shows of it; null: all
 */
public record Terms(
        BigDecimal orderQty,
        @Nullable BigDecimal px,
        TimeInForce timeInForce,
        @Nullable Instant expireTime,
        @Nullable BigDecimal displayQty) {

    public Terms {
        if (orderQty.signum() <= 0) {
            throw new IllegalArgumentException("orderQty must be positive");
        }
        if (displayQty != null && displayQty.signum() <= 0) {
            throw new IllegalArgumentException("displayQty must be positive");
        }
        expireTime = expireTime == null ? null : expireTime.truncatedTo(ChronoUnit.MICROS);
        if ((timeInForce == TimeInForce.GTD) != (expireTime != null)) {
            throw new IllegalArgumentException("a GTD order has an expireTime, no other has");
        }
    }

    /** Terms of an order that shows all of it. */
    public static Terms of(BigDecimal orderQty, @Nullable BigDecimal px, TimeInForce timeInForce) {
        return new Terms(orderQty, px, timeInForce, null, null);
    }

    /**
     * These with what the change names. A time in force other than GTD drops the ExpireTime.
     *
     * @throws IllegalArgumentException if {@link TermChange#misfit} finds something
     */
    public Terms with(TermChange change) {
        if (change.misfit(this) != null) {
            throw new IllegalArgumentException(change + " does not fit " + this);
        }
        TimeInForce inForce = change.timeInForce() == null ? timeInForce : change.timeInForce();
        Instant expires = change.expireTime() == null ? expireTime : change.expireTime();
        return new Terms(
                change.orderQty() == null ? orderQty : change.orderQty(),
                change.px() == null ? px : change.px(),
                inForce,
                inForce == TimeInForce.GTD ? expires : null,
                change.displayQty() == null ? displayQty : change.displayQty());
    }

    /** These for at least so much: a quantity below what is executed becomes what is executed. */
    Terms forAtLeast(BigDecimal cumQty) {
        return orderQty.compareTo(cumQty) >= 0 ? this : withOrderQty(cumQty);
    }

    /** These for another quantity, of which no more is shown than there is. */
    public Terms withOrderQty(BigDecimal qty) {
        return new Terms(qty, px, timeInForce, expireTime, displayQty == null ? null : displayQty.min(qty));
    }
}
