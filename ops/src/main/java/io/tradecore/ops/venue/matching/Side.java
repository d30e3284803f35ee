package io.tradecore.ops.venue.matching;

/** FIX 54. */
public enum Side {
    BUY,
    SELL
}
