package io.tradecore.oms.execution;

/** FIX 150 (ExecType) of an ExecutionReport, and CANCEL_REJECT for an OrderCancelReject (35=9). */
public enum ReportType {
    NEW,
    DONE_FOR_DAY,
    CANCELED,
    REPLACED,
    PENDING_CANCEL,
    STOPPED,
    REJECTED,
    SUSPENDED,
    PENDING_NEW,
    CALCULATED,
    EXPIRED,
    RESTATED,
    PENDING_REPLACE,
    TRADE,
    TRADE_CORRECT,
    TRADE_CANCEL,
    ORDER_STATUS,
    CANCEL_REJECT
}
