package io.tradecore.oms.account;

/** Whether an account may start new business. Stored as their names. */
public enum AccountStatus {
    ACTIVE,
    /** No new orders; cancels and fills go on. */
    SUSPENDED,
    /** As suspended, for good. */
    CLOSED
}
