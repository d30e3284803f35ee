package io.tradecore.ops.venue.matching;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an order asks for: the part of it that a replace request says anew as a whole.
 *
 * @param orderQty FIX 38, positive; counts what is executed already
 * @param px FIX 44, of a LIMIT order only, positive
 * @param expireTime FIX 126, of a GTD order only
 * @param displayQty FIX 1138, positive; nobody sees this venue's book, so it is kept and changes nothing
 */
public record Terms(
        OrdType ordType,
        TimeInForce timeInForce,
        BigDecimal orderQty,
        @Nullable BigDecimal px,
        @Nullable Instant expireTime,
        @Nullable BigDecimal displayQty) {

    public Terms {
        if (orderQty.signum() <= 0) {
            throw new IllegalArgumentException("orderQty must be positive");
        }
        if ((ordType == OrdType.LIMIT) != (px != null)) {
            throw new IllegalArgumentException("px belongs to a LIMIT order and to no other");
        }
        if (px != null && px.signum() <= 0) {
            throw new IllegalArgumentException("px must be positive");
        }
        if ((timeInForce == TimeInForce.GTD) != (expireTime != null)) {
            throw new IllegalArgumentException("expireTime belongs to a GTD order and to no other");
        }
        if (displayQty != null && displayQty.signum() <= 0) {
            throw new IllegalArgumentException("displayQty must be positive");
        }
    }

    /** Whether an order of this side may trade at this price of the other side. */
    boolean accepts(Side side, BigDecimal touchPx) {
        return px == null
                || switch (side) {
                    case BUY -> px.compareTo(touchPx) >= 0;
                    case SELL -> px.compareTo(touchPx) <= 0;
                };
    }

    /** Whether the time of a GTD order has run out. */
    boolean isOver(Instant now) {
        return expireTime != null && !expireTime.isAfter(now);
    }

    /** Whether an order that had the other terms goes to the end of its queue with these: another price, or more quantity. */
    boolean loseThePlaceOf(Terms before) {
        return !samePx(before) || orderQty.compareTo(before.orderQty) > 0;
    }

    private boolean samePx(Terms other) {
        return px == null || other.px == null ? px == other.px : px.compareTo(other.px) == 0;
    }

    Terms withOrderQty(BigDecimal qty) {
        return new Terms(ordType, timeInForce, qty, px, expireTime, displayQty);
    }

    Terms withPx(BigDecimal limit) {
        return new Terms(ordType, timeInForce, orderQty, limit, expireTime, displayQty);
    }
}
