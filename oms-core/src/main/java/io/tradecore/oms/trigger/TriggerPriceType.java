package io.tradecore.oms.trigger;

import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** FIX 1107: the price that a held order watches. */
public enum TriggerPriceType {
    /** FIX 1. */
    BEST_OFFER,
    /** FIX 2. */
    LAST_TRADE,
    /** FIX 3. */
    BEST_BID,
    /** FIX 6: half of bid and offer together, exactly. */
    BEST_MID;

    private static final BigDecimal HALF = new BigDecimal("0.5");

    /** What an order watches that names nothing: the price it would trade at, a buy the offer and a sell the bid. */
    public static TriggerPriceType defaultOf(Side side) {
        return switch (side) {
            case BUY -> BEST_OFFER;
            case SELL -> BEST_BID;
        };
    }

    /** This price of a market, null when it has none. */
    @Nullable
    public BigDecimal of(MarketPrices market) {
        return switch (this) {
            case BEST_OFFER -> market.askPx();
            case LAST_TRADE -> market.lastPx();
            case BEST_BID -> market.bidPx();
            case BEST_MID -> market.bidPx().add(market.askPx()).multiply(HALF);
        };
    }
}
