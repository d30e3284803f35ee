package io.tradecore.ops.venue.matching;

/** FIX 378, the ones this venue gives. */
public enum RestatementReason {
    /** The venue declines part of the quantity. */
    PARTIAL_DECLINE,
    /** The order works again. */
    OTHER
}
