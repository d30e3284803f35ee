package io.tradecore.oms.trigger;

import io.tradecore.oms.order.Side;
import java.math.BigDecimal;

/** What a held order waits for. Prices are in the instrument's currency. Immutable. */
public sealed interface Trigger {

    Side side();

    TriggerPriceType priceType();

    /** The watched price that fires it, inclusive. */
    BigDecimal level();

    /** Whether it fires once the watched price has risen to the level, else once it has fallen to it. */
    boolean firesRising();

    /** Whether this watched price fires it. A price beyond the level fires as well: the market may jump over it. */
    default boolean firesAt(BigDecimal px) {
        int beyond = px.compareTo(level());
        return firesRising() ? beyond >= 0 : beyond <= 0;
    }

    /**
     * STOP and STOP_LIMIT: a buy fires at or above its stop, a sell at or below.
     *
     * @param level FIX 99, StopPx
     */
    record Stop(Side side, TriggerPriceType priceType, BigDecimal level) implements Trigger {
        @Override
        public boolean firesRising() {
            return side == Side.BUY;
        }
    }

    /**
     * MARKET_IF_TOUCHED and LIMIT_IF_TOUCHED: a buy fires at or below its price, a sell at or above.
     *
     * @param level FIX 1102, TriggerPrice
     */
    record Touch(Side side, TriggerPriceType priceType, BigDecimal level) implements Trigger {
        @Override
        public boolean firesRising() {
            return side == Side.SELL;
        }
    }

    /**
     * TRAILING_STOP: a stop that follows the market in the order's favour and never goes back.
     *
     * @param reference the best watched price seen since the order was accepted: highest for a sell, lowest for a buy
     */
    record Trail(Side side, TriggerPriceType priceType, TrailOffset offset, BigDecimal reference) implements Trigger {
        @Override
        public BigDecimal level() {
            return offset.stopPx(side, reference);
        }

        @Override
        public boolean firesRising() {
            return side == Side.BUY;
        }

        /** Whether the stop follows to this watched price. */
        boolean follows(BigDecimal px) {
            return switch (side) {
                case BUY -> px.compareTo(reference) < 0;
                case SELL -> px.compareTo(reference) > 0;
            };
        }

        /** The trail after the market was at this watched price: with a better reference, or as it is. */
        public Trail after(BigDecimal px) {
            return follows(px) ? new Trail(side, priceType, offset, px) : this;
        }
    }
}
