package io.tradecore.ops.venue.matching;

/** FIX 434: the request that is refused. */
public enum CxlRejResponseTo {
    CANCEL,
    REPLACE
}
