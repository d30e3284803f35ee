package io.tradecore.ops.venue.matching;

/** FIX 102, the ones this venue gives. */
public enum CxlRejReason {
    TOO_LATE,
    UNKNOWN_ORDER,
    BROKER_OPTION,
    OTHER
}
