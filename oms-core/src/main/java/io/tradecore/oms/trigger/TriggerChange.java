package io.tradecore.oms.trigger;

import io.tradecore.oms.command.Reason;
import io.tradecore.oms.trigger.Trigger.Stop;
import io.tradecore.oms.trigger.Trigger.Touch;
import io.tradecore.oms.trigger.Trigger.Trail;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What of an order's {@link Trigger} is to become another: exactly one of the two. The price it watches stays.
 *
 * @param stopPx FIX 99, of every type but TRAILING_STOP
 * @param trail of TRAILING_STOP; the best price it has seen stays
 */
public record TriggerChange(
        @Nullable BigDecimal stopPx, @Nullable TrailOffset trail) {

    public TriggerChange {
        if ((stopPx == null) == (trail == null)) {
            throw new IllegalArgumentException("a stopPx or a trail is changed");
        }
    }

    /** Why this cannot be changed so, or null when it can; null stands for an order that waits for no price. */
    public @Nullable Reason misfit(@Nullable Trigger trigger) {
        if (stopPx != null) {
            return trigger == null || trigger instanceof Trail ? Reason.STOP_PX_NOT_ALLOWED : null;
        }
        return trigger instanceof Trail ? null : Reason.TRAIL_NOT_ALLOWED;
    }

    /**
     * The trigger with it.
     *
     * @throws IllegalArgumentException if {@link #misfit} finds something
     */
    public Trigger appliedTo(Trigger trigger) {
        return switch (trigger) {
            case Stop stop when stopPx != null -> new Stop(stop.side(), stop.priceType(), stopPx);
            case Touch touch when stopPx != null -> new Touch(touch.side(), touch.priceType(), stopPx);
            case Trail it when trail != null -> new Trail(it.side(), it.priceType(), trail, it.reference());
            case Stop _, Touch _, Trail _ -> throw new IllegalArgumentException(this + " does not fit " + trigger);
        };
    }

    /** The same for people: kept with the event. */
    public String text() {
        if (stopPx != null) {
            return "stopPx " + stopPx.toPlainString();
        }
        TrailOffset offset = Objects.requireNonNull(trail);
        return switch (offset.unit()) {
            case AMOUNT -> "trailAmount " + offset.value().toPlainString();
            case PERCENT -> "trailPercent " + offset.value().toPlainString();
        };
    }
}
