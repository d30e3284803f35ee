package io.tradecore.oms.order;

/** FIX 40. */
public enum OrdType {
    LIMIT,
    MARKET
}
