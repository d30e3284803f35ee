package io.tradecore.oms.risk;

/** Whom a rule is for. Stored as their names. */
public enum RuleScope {
    /** Everybody. */
    FIRM,
    /** The accounts of a desk. */
    DESK,
    /** The accounts of a strategy, of whichever desk. */
    STRATEGY,
    /** An account. */
    ACCOUNT,
    /** Who asks for the order, in whatever account: the subject of the token. */
    USER
}
