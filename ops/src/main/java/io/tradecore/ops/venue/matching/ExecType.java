package io.tradecore.ops.venue.matching;

/** FIX 150, the ones this venue sends. */
public enum ExecType {
    PENDING_NEW,
    NEW,
    TRADE,
    PENDING_CANCEL,
    CANCELED,
    PENDING_REPLACE,
    REPLACED,
    REJECTED,
    EXPIRED,
    TRADE_CANCEL,
    TRADE_CORRECT,
    SUSPENDED,
    RESTATED
}
