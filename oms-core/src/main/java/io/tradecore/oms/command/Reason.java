package io.tradecore.oms.command;

/** Why something was refused, denied, ignored or quarantined. The names are stable: clients match on them. */
public enum Reason {
    // Refused: the request does not fit, nothing is written.
    ACCOUNT_UNKNOWN,
    ORDER_UNKNOWN,
    INSTRUMENT_UNKNOWN,
    INSTRUMENT_DISABLED,
    ASSET_UNKNOWN,
    AMOUNT_SCALE,
    QTY_SCALE,
    QTY_LOT,
    PX_SCALE,
    PX_TICK,
    EXISTS_WITH_DIFFERENT_KIND,
    EXISTS_WITH_DIFFERENT_SYMBOL,
    EXISTS_WITH_DIFFERENT_SIDE,
    EXISTS_WITH_DIFFERENT_ORD_TYPE,
    EXISTS_WITH_DIFFERENT_TIME_IN_FORCE,
    EXISTS_WITH_DIFFERENT_ORDER_QTY,
    EXISTS_WITH_DIFFERENT_PX,
    EXISTS_WITH_DIFFERENT_ORDER_ID,
    EXISTS_WITH_DIFFERENT_ASSET,
    EXISTS_WITH_DIFFERENT_AMOUNT,
    CANCEL_TOO_LATE,
    CANCEL_ALREADY_PENDING,
    OVERLOADED,

    // Denied: a risk check said no. An order is recorded with it.
    ACCOUNT_NOT_ACTIVE,
    LIMIT_MISSING,
    QTY_EXCEEDS_MAX,
    NOTIONAL_EXCEEDS_MAX,
    QUOTE_MISSING,
    QUOTE_STALE,
    PX_OUTSIDE_COLLAR,
    CASH_INSUFFICIENT,
    POSITION_INSUFFICIENT,

    // A venue's report that changes nothing.
    REPORT_DUPLICATE,
    REPORT_OUT_OF_SEQUENCE,
    REPORT_INFORMATIVE,

    // A venue's report that is kept for an operator.
    EXEC_ID_REUSED,
    REPORT_ORDER_UNKNOWN,
    REPORT_WRONG_VENUE,
    REPORT_CONTRADICTS,
    REPORT_UNSUPPORTED,
    REPORT_UNBOOKABLE,
    REPORT_MALFORMED
}
