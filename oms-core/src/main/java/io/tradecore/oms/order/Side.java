package io.tradecore.oms.order;

/** FIX 54. */
public enum Side {
    BUY,
    SELL
}
