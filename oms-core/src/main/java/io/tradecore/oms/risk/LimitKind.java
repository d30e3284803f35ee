package io.tradecore.oms.risk;

import java.math.BigDecimal;

/**
 * What is bounded. Stored as their names. Every bound is inclusive, and every kind that {@link #isRequired is required} has to be
 * bounded by somebody: where nobody bounds one, nothing is sent.
 *
 * <p>Quantities are in units of the instrument. Values of an order are in the currency its instrument settles in; those of a
 * whole account are in its base currency.
 */
public enum LimitKind {
    /** 1: it may be traded, 0: it is on the restricted list. A SOFT 0 is a list of what is watched. */
    MAY_TRADE(Strictest.LEAST),
    /** Quantity of an order, any type. */
    MAX_ORDER_QTY(Strictest.LEAST),
    /** Quantity of an order. */
    MIN_ORDER_QTY(Strictest.GREATEST),
    /** Quantity of an order without a limit. */
    MAX_MARKET_ORDER_QTY(Strictest.LEAST),
    /** Value of an order. */
    MAX_ORDER_NOTIONAL(Strictest.LEAST),
    /** Value of an order. */
    MIN_ORDER_NOTIONAL(Strictest.GREATEST),
    /** Distance of a price from the touch, as a share of it. */
    PRICE_COLLAR(Strictest.LEAST),
    /** Quantity held of an instrument, long or short, also once open orders are executed. */
    MAX_POSITION(Strictest.LEAST),
    /** Orders of an account that are open. */
    MAX_OPEN_ORDERS(Strictest.LEAST),
    /** Value of all open orders of an account. */
    MAX_OPEN_NOTIONAL(Strictest.LEAST),
    /** Value of what an account has at risk. */
    MAX_CREDIT(Strictest.LEAST),
    /** Value of what all accounts of the firm, of a desk or of a strategy have at risk together, those of each base currency by themselves. */
    MAX_GROUP_CREDIT(Strictest.LEAST),
    /** What an account may lose in a day. */
    MAX_DAILY_LOSS(Strictest.LEAST),
    /** Orders of an account for each that trades, in a day. */
    MAX_ORDER_TO_TRADE(Strictest.LEAST),
    /** How long the same order is not to come again under another ClOrdID, in milliseconds; at zero it may at once. */
    DUPLICATE_WINDOW_MS(Strictest.GREATEST),
    /** How often the same order may be executed within a minute. */
    MAX_REPEATED_EXECUTIONS(Strictest.LEAST),
    /** New orders of an account in a second, before they reach its lane. */
    ORDERS_PER_SECOND(Strictest.LEAST),
    /** Whatever an account sends in a second to change something, before it reaches its lane. */
    MESSAGES_PER_SECOND(Strictest.LEAST),
    /** New orders in a second of all accounts of the firm, a desk or a strategy together, before they reach their lanes. */
    GROUP_ORDERS_PER_SECOND(Strictest.LEAST),
    /** How much of a stock an account may be short of: what has been located for it. Nobody has to be short of anything. */
    MAX_SHORT_QTY(Strictest.LEAST);

    private enum Strictest {
        LEAST,
        GREATEST
    }

    private final Strictest strictest;

    LimitKind(Strictest strictest) {
        this.strictest = strictest;
    }

    /** Whether somebody has to bound it. */
    public boolean isRequired() {
        return this != MAX_SHORT_QTY && this != MAX_GROUP_CREDIT && this != GROUP_ORDERS_PER_SECOND;
    }

    /** Whether a bound leaves less room than another. */
    public boolean isStricter(BigDecimal value, BigDecimal than) {
        return switch (strictest) {
            case LEAST -> value.compareTo(than) < 0;
            case GREATEST -> value.compareTo(than) > 0;
        };
    }

    /** Whether a figure is within a bound. */
    public boolean admits(BigDecimal figure, BigDecimal bound) {
        return !isStricter(bound, figure);
    }
}
