package io.tradecore.ops.venue.matching;

/** FIX 18, what the protocol has of it. */
public enum ExecInst {
    /** FIX 6, "participate don't initiate": refused rather than executed on arrival. */
    POST_ONLY,
    /** Only ever makes a position smaller. A venue that knows no positions takes the sender's word for it. */
    REDUCE_ONLY
}
