package io.tradecore.ops.venue.matching;

/** FIX 40. */
public enum OrdType {
    LIMIT,
    MARKET
}
