package io.tradecore.oms.order;

/** What a request about an order asks of the venue. Stored as their names. */
public enum RequestKind {
    /** OrderCancelRequest (35=F). */
    CANCEL,
    /** OrderCancelReplaceRequest (35=G). */
    REPLACE
}
