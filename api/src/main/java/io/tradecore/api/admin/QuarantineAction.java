package io.tradecore.api.admin;

/** What an operator has done with a quarantined message. */
public enum QuarantineAction {
    /** Applied as it is, to what stands now. */
    REAPPLY,
    /** Applied to another order than it names. */
    APPLY_TO_ORDER,
    /** Not applied. */
    DISCARD
}
