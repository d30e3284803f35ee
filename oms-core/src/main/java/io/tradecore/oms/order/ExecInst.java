package io.tradecore.oms.order;

/** FIX 18, as far as it is passed on to venues. */
public enum ExecInst {
    /** FIX 6, participate don't initiate: never takes what is in the book. */
    POST_ONLY,
    /** Ours: only makes a position smaller. */
    REDUCE_ONLY
}
