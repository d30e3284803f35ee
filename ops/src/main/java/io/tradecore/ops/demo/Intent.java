package io.tradecore.ops.demo;

/** What a trader of the demo does next. The weights say how often, relative to each other. */
enum Intent {
    /** A LIMIT order behind the touch, DAY or GTC: it waits. */
    REST(34),
    /** A LIMIT order at or through the opposite touch, DAY or GTC. */
    TAKE(22),
    /** The same, with a cancel right behind it that races with the fill. */
    TAKE_AND_CANCEL(6),
    MARKET(12),
    /** A LIMIT order, IOC. */
    IMMEDIATE(9),
    /** A LIMIT order, FOK. */
    ALL_OR_NOTHING(7),
    /** A STOP order a little beyond the opposite touch, DAY or GTC: it waits for its price and then takes. */
    STOP(6),
    /** A bracket: a LIMIT purchase at or through the touch with a take-profit and a stop, which are an OCO once it is executed. */
    BRACKET(8),
    /** An OCO: a LIMIT order behind the touch, and a STOP beyond the opposite one. */
    OCO(5),
    /** Cancels all of an instrument, or all of one side. */
    MASS_CANCEL(2),
    /** Cancels one of the orders that rest. */
    CANCEL(16),
    /** Replaces one of the orders that rest: another price, another quantity, or both. */
    REPLACE(14),
    /** Sends an order, and the same once more as if the answer had been lost. */
    REPEAT(2),
    /** Sends an order, and another one under the same ClOrdID, which must be refused. */
    REUSE_ID(1),
    /** More than the instrument allows: to be denied. */
    TOO_LARGE(1),
    /** Far from the touch: to be denied. */
    OUTSIDE_COLLAR(1),
    /** For which the account has not the cash, or not the position: to be denied. */
    UNCOVERED(2);

    private final int weight;

    Intent(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }
}
