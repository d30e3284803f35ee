package io.tradecore.oms.position;

import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Of what an account holds of an instrument: all of it, or one of the two legs of a HEDGING account. */
public enum Leg {
    /** All that a NETTING account holds. */
    NET,
    LONG,
    SHORT;

    /**
     * The leg that an order is of.
     *
     * @param effect null of an order of a NETTING account
     */
    public static Leg of(Side side, @Nullable PositionEffect effect) {
        return switch (effect) {
            case null -> NET;
            case OPEN -> side == Side.BUY ? LONG : SHORT;
            case CLOSE -> side == Side.BUY ? SHORT : LONG;
        };
    }

    /** What an order of this side does to the leg; null where there is but one. */
    public @Nullable PositionEffect effect(Side side) {
        return switch (this) {
            case NET -> null;
            case LONG -> side == Side.BUY ? PositionEffect.OPEN : PositionEffect.CLOSE;
            case SHORT -> side == Side.SELL ? PositionEffect.OPEN : PositionEffect.CLOSE;
        };
    }

    /**
     * How much of the leg there is to close: nothing once more was closed than there was.
     *
     * @param qty signed: negative is short
     */
    public BigDecimal size(BigDecimal qty) {
        return switch (this) {
            case NET -> qty.abs();
            case LONG -> qty.max(BigDecimal.ZERO);
            case SHORT -> qty.negate().max(BigDecimal.ZERO);
        };
    }

    /** Whether more was closed than there was: the leg is on the other side. */
    public boolean isOverclosed(BigDecimal qty) {
        return this != NET && qty.signum() != 0 && size(qty).signum() == 0;
    }
}
