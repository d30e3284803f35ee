package io.tradecore.oms.trigger;

import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an order asks to be held for.
 *
 * @param priceType FIX 1107; null: what the order would trade at
 * @param stopPx FIX 99, the price that triggers it, of every type but TRAILING_STOP
 * @param trail of TRAILING_STOP
 */
public record TriggerTerms(
        @Nullable TriggerPriceType priceType,
        @Nullable BigDecimal stopPx,
        @Nullable TrailOffset trail) {

    public TriggerTerms {
        if ((stopPx == null) == (trail == null)) {
            throw new IllegalArgumentException("an order is triggered at a stopPx or behind a trail");
        }
    }

    /** Whether an order of this type may ask for it. */
    public boolean fits(OrdType type) {
        return type.isTriggered() && (type == OrdType.TRAILING_STOP) == (trail != null);
    }

    /** The price the order watches. */
    public TriggerPriceType watched(Side side) {
        return priceType == null ? TriggerPriceType.defaultOf(side) : priceType;
    }

    /**
     * What an order of this type that is accepted at this quote waits for. A trail begins at the quote's price.
     *
     * @return null where there is no quote, or none that tells the price that a trail begins at
     * @throws IllegalArgumentException unless it {@link #fits}
     */
    public @Nullable Trigger from(OrdType type, Side side, @Nullable Quote quote) {
        TriggerPriceType watched = watched(side);
        return switch (type) {
            case STOP, STOP_LIMIT -> new Trigger.Stop(side, watched, Objects.requireNonNull(stopPx));
            case MARKET_IF_TOUCHED, LIMIT_IF_TOUCHED ->
                new Trigger.Touch(side, watched, Objects.requireNonNull(stopPx));
            case TRAILING_STOP -> {
                BigDecimal reference = quote == null ? null : watched.of(MarketPrices.of(quote));
                yield reference == null
                        ? null
                        : new Trigger.Trail(side, watched, Objects.requireNonNull(trail), reference);
            }
            case LIMIT, MARKET -> throw new IllegalArgumentException(type + " is not triggered");
        };
    }

    /** What was asked for, read from what the order waits for. */
    public static TriggerTerms of(Trigger trigger) {
        return switch (trigger) {
            case Trigger.Stop stop -> new TriggerTerms(stop.priceType(), stop.level(), null);
            case Trigger.Touch touch -> new TriggerTerms(touch.priceType(), touch.level(), null);
            case Trigger.Trail trail -> new TriggerTerms(trail.priceType(), null, trail.offset());
        };
    }
}
