package io.tradecore.oms.pipeline;

import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.TriggerChange;
import io.tradecore.oms.trigger.TriggerTerms;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a request of a ClOrdID that was used before asks otherwise than the one that used it. 1.0 and 1.00 are the same. */
final class Repetition {

    private Repetition() {}

    /** @param effect what the earlier order was to do to its leg; null in a NETTING account */
    static @Nullable Reason firstDifference(PlaceOrder command, Order earlier, @Nullable PositionEffect effect) {
        if (!command.symbol().equals(earlier.symbol())) {
            return Reason.EXISTS_WITH_DIFFERENT_SYMBOL;
        }
        if (command.side() != earlier.side()) {
            return Reason.EXISTS_WITH_DIFFERENT_SIDE;
        }
        if (command.ordType() != earlier.ordType()) {
            return Reason.EXISTS_WITH_DIFFERENT_ORD_TYPE;
        }
        if (!command.execInst().equals(earlier.execInst())) {
            return Reason.EXISTS_WITH_DIFFERENT_EXEC_INST;
        }
        if (command.positionEffect() != effect) {
            return Reason.EXISTS_WITH_DIFFERENT_POSITION_EFFECT;
        }
        if (!same(command.cashOrderQty(), earlier.cashOrderQty())) {
            return Reason.EXISTS_WITH_DIFFERENT_CASH_ORDER_QTY;
        }
        Reason different = firstDifference(command.trigger(), earlier.placedTrigger(), command.side());
        PlaceOrder asked = command.cashOrderQty() == null
                ? command
                : command.of(earlier.placed().orderQty());
        // What it was placed with: a replace may have changed it since.
        return different != null ? different : firstDifference(changeTo(asked.terms()), changeTo(earlier.placed()));
    }

    /** A trail that was denied for want of a quote has left nothing to compare with. */
    private static @Nullable Reason firstDifference(
            @Nullable TriggerTerms asked, @Nullable TriggerTerms before, Side side) {
        if (asked == null || before == null) {
            return null;
        }
        return asked.watched(side) == before.watched(side)
                ? firstDifference(asked.stopPx(), before.stopPx(), asked.trail(), before.trail())
                : Reason.EXISTS_WITH_DIFFERENT_TRIGGER_PRICE_TYPE;
    }

    static @Nullable Reason firstDifference(@Nullable TriggerChange asked, @Nullable TriggerChange before) {
        return firstDifference(
                asked == null ? null : asked.stopPx(),
                before == null ? null : before.stopPx(),
                asked == null ? null : asked.trail(),
                before == null ? null : before.trail());
    }

    private static @Nullable Reason firstDifference(
            @Nullable BigDecimal stopPx,
            @Nullable BigDecimal stopPxBefore,
            @Nullable TrailOffset trail,
            @Nullable TrailOffset trailBefore) {
        if (!same(stopPx, stopPxBefore)) {
            return Reason.EXISTS_WITH_DIFFERENT_STOP_PX;
        }
        boolean sameTrail = trail == null || trailBefore == null
                ? trail == trailBefore
                : trail.unit() == trailBefore.unit() && same(trail.value(), trailBefore.value());
        return sameTrail ? null : Reason.EXISTS_WITH_DIFFERENT_TRAIL;
    }

    private static TermChange changeTo(Terms terms) {
        return new TermChange(
                terms.orderQty(), terms.px(), terms.timeInForce(), terms.expireTime(), terms.displayQty());
    }

    static @Nullable Reason firstDifference(TermChange asked, TermChange earlier) {
        if (asked.timeInForce() != earlier.timeInForce()) {
            return Reason.EXISTS_WITH_DIFFERENT_TIME_IN_FORCE;
        }
        if (!same(asked.orderQty(), earlier.orderQty())) {
            return Reason.EXISTS_WITH_DIFFERENT_ORDER_QTY;
        }
        if (!same(asked.px(), earlier.px())) {
            return Reason.EXISTS_WITH_DIFFERENT_PX;
        }
        if (!Objects.equals(asked.expireTime(), earlier.expireTime())) {
            return Reason.EXISTS_WITH_DIFFERENT_EXPIRE_TIME;
        }
        return same(asked.displayQty(), earlier.displayQty()) ? null : Reason.EXISTS_WITH_DIFFERENT_DISPLAY_QTY;
    }

    private static boolean same(@Nullable BigDecimal a, @Nullable BigDecimal b) {
        return a == null || b == null ? a == b : a.compareTo(b) == 0;
    }
}
