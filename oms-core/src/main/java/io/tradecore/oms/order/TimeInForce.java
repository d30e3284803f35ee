package io.tradecore.oms.order;

/** FIX 59. */
public enum TimeInForce {
    DAY,
    GTC,
    IOC,
    FOK
}
