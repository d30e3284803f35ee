package io.tradecore.oms.order;

/** What keeps an accepted order from being sent to its venue (FIX 636, WorkingIndicator, N). */
public enum HeldBy {
    /** The order it waits for in its list has not been executed yet. */
    LIST,
    /** The market has not reached its trigger yet. */
    TRIGGER
}
