package io.tradecore.oms.trigger;

import io.tradecore.oms.order.SplitRatio;
import java.math.BigDecimal;

/** What a held order waits for, after a split of its instrument. */
public final class TriggerSplit {

    private TriggerSplit() {}

    /** The same at prices after the split; a trail in percent stays as far behind as it was. */
    public static Trigger of(Trigger before, SplitRatio ratio, BigDecimal tick) {
        return switch (before) {
            case Trigger.Stop stop ->
                new Trigger.Stop(stop.side(), stop.priceType(), ratio.px(stop.level(), tick, stop.side()));
            case Trigger.Touch touch ->
                new Trigger.Touch(touch.side(), touch.priceType(), ratio.px(touch.level(), tick, touch.side()));
            case Trigger.Trail trail ->
                new Trigger.Trail(
                        trail.side(),
                        trail.priceType(),
                        offset(trail, ratio, tick),
                        ratio.px(trail.reference(), tick, trail.side()));
        };
    }

    private static TrailOffset offset(Trigger.Trail trail, SplitRatio ratio, BigDecimal tick) {
        return switch (trail.offset().unit()) {
            case AMOUNT ->
                new TrailOffset(TrailOffset.Unit.AMOUNT, ratio.px(trail.offset().value(), tick, trail.side()));
            case PERCENT -> trail.offset();
        };
    }
}
