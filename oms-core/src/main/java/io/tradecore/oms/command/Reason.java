package io.tradecore.oms.command;

import org.jspecify.annotations.Nullable;

/**
 * Why something was refused, denied, ignored or quarantined. The names are stable: clients match on them. Each says which
 * FIX reason it answers a cancel or replace with (CxlRejReason, 102), and a new order (OrdRejReason, 103).
 */
public enum Reason {
    // Refused: the request does not fit, nothing is written.
    ACCOUNT_UNKNOWN(Fix.OTHER, Fix.UNKNOWN_ACCOUNT),
    ORDER_UNKNOWN(Fix.UNKNOWN_ORDER, null),
    INSTRUMENT_UNKNOWN(Fix.OTHER, Fix.UNKNOWN_SYMBOL),
    INSTRUMENT_DISABLED(Fix.OTHER, Fix.BROKER_OPTION),
    ASSET_UNKNOWN(null, null),
    AMOUNT_SCALE(null, null),
    AMOUNT_OVERFLOW(null, null),
    PERIOD_CLOSED(null, null),
    QTY_SCALE(Fix.OTHER, Fix.INCORRECT_QUANTITY),
    QTY_LOT(Fix.OTHER, Fix.INCORRECT_QUANTITY),
    CASH_ORDER_QTY_SCALE(Fix.OTHER, Fix.INCORRECT_QUANTITY),
    CASH_ORDER_QTY_BELOW_LOT(Fix.OTHER, Fix.INCORRECT_QUANTITY),
    DISPLAY_QTY_EXCEEDS_ORDER_QTY(Fix.OTHER, Fix.INCORRECT_QUANTITY),
    PX_SCALE(Fix.INVALID_PRICE_INCREMENT, Fix.INVALID_PRICE_INCREMENT),
    PX_TICK(Fix.INVALID_PRICE_INCREMENT, Fix.INVALID_PRICE_INCREMENT),
    PX_NOT_POSITIVE(Fix.OTHER, Fix.OTHER),
    PX_NOT_ALLOWED(Fix.OTHER, Fix.UNSUPPORTED_ORDER),
    STOP_PX_SCALE(Fix.INVALID_PRICE_INCREMENT, Fix.INVALID_PRICE_INCREMENT),
    STOP_PX_TICK(Fix.INVALID_PRICE_INCREMENT, Fix.INVALID_PRICE_INCREMENT),
    STOP_PX_NOT_POSITIVE(Fix.OTHER, Fix.OTHER),
    STOP_PX_NOT_ALLOWED(Fix.OTHER, null),
    TRAIL_NOT_ALLOWED(Fix.OTHER, null),
    TRIGGER_TOO_LATE(Fix.TOO_LATE_TO_CANCEL, null),
    TRAIL_AMOUNT_SCALE(Fix.INVALID_PRICE_INCREMENT, Fix.INVALID_PRICE_INCREMENT),
    TRAIL_AMOUNT_TICK(Fix.INVALID_PRICE_INCREMENT, Fix.INVALID_PRICE_INCREMENT),
    EXPIRE_TIME_PAST(Fix.OTHER, Fix.OTHER),
    EXPIRE_TIME_MISSING(Fix.OTHER, Fix.UNSUPPORTED_ORDER),
    EXPIRE_TIME_NOT_ALLOWED(Fix.OTHER, Fix.UNSUPPORTED_ORDER),
    POSITION_EFFECT_MISSING(null, Fix.UNSUPPORTED_ORDER),
    POSITION_EFFECT_NOT_ALLOWED(null, Fix.UNSUPPORTED_ORDER),
    LEG_NOT_ALLOWED(null, Fix.UNSUPPORTED_ORDER),
    EXISTS_WITH_DIFFERENT_KIND(Fix.DUPLICATE_CL_ORD_ID, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_SYMBOL(null, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_SIDE(null, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_ORD_TYPE(null, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_EXEC_INST(null, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_POSITION_EFFECT(null, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_TIME_IN_FORCE(Fix.DUPLICATE_CL_ORD_ID, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_EXPIRE_TIME(Fix.DUPLICATE_CL_ORD_ID, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_ORDER_QTY(Fix.DUPLICATE_CL_ORD_ID, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_CASH_ORDER_QTY(Fix.DUPLICATE_CL_ORD_ID, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_DISPLAY_QTY(Fix.DUPLICATE_CL_ORD_ID, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_PX(Fix.DUPLICATE_CL_ORD_ID, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_STOP_PX(Fix.DUPLICATE_CL_ORD_ID, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_TRIGGER_PRICE_TYPE(Fix.DUPLICATE_CL_ORD_ID, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_TRAIL(Fix.DUPLICATE_CL_ORD_ID, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_ORDER_ID(Fix.DUPLICATE_CL_ORD_ID, null),
    EXISTS_WITH_DIFFERENT_LIST_TYPE(null, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_ORDERS(null, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_ASSET(null, null),
    EXISTS_WITH_DIFFERENT_AMOUNT(null, null),
    EXISTS_WITH_DIFFERENT_FIELD(null, null),
    TRANSFER_ID_RESERVED(null, null),
    ORIG_CL_ORD_ID_MISMATCH(Fix.UNKNOWN_ORDER, null),
    CANCEL_TOO_LATE(Fix.TOO_LATE_TO_CANCEL, null),
    CANCEL_ALREADY_PENDING(Fix.ALREADY_PENDING, null),
    REPLACE_TOO_EARLY(Fix.CANCEL_BROKER_OPTION, null),
    REPLACE_TOO_LATE(Fix.TOO_LATE_TO_CANCEL, null),
    REPLACE_ALREADY_PENDING(Fix.ALREADY_PENDING, null),
    CL_ORD_ID_USED(null, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_PERCENT(null, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_CANCEL_ORDERS(null, Fix.DUPLICATE_ORDER),
    EXISTS_WITH_DIFFERENT_LEG(null, Fix.DUPLICATE_ORDER),
    SWITCH_NOT_SET(null, null),
    POSITION_FLAT(null, Fix.OTHER),
    POSITION_BELOW_LOT(null, Fix.INCORRECT_QUANTITY),
    POSITION_HELD_BY_ORDERS(null, Fix.OTHER),
    CLOSE_QTY_EXCEEDS_POSITION(null, Fix.INCORRECT_QUANTITY),
    SPLIT_LEAVES_NO_LOT(null, null),
    LIST_UNKNOWN(Fix.UNKNOWN_ORDER, null),
    LIST_TOO_SHORT(null, Fix.UNSUPPORTED_ORDER),
    LIST_TOO_LONG(null, Fix.UNSUPPORTED_ORDER),
    LIST_CL_ORD_ID_TWICE(null, Fix.DUPLICATE_ORDER),
    LIST_LOOP(null, Fix.UNSUPPORTED_ORDER),
    LIST_SHAPE(null, Fix.UNSUPPORTED_ORDER),
    LIST_SYMBOLS_DIFFER(null, Fix.UNSUPPORTED_ORDER),
    LIST_SIDES_DIFFER(null, Fix.UNSUPPORTED_ORDER),
    LIST_ORD_TYPE(null, Fix.UNSUPPORTED_ORDER),
    LIST_QTYS_DIFFER(null, Fix.INCORRECT_QUANTITY),
    LIST_QTY_EXCEEDS_PARENT(null, Fix.INCORRECT_QUANTITY),
    LIST_PX_WRONG_SIDE(null, Fix.OTHER),
    LIST_NOT_ON_MARGIN(null, Fix.UNSUPPORTED_ORDER),
    LIST_QTY_FOLLOWS(Fix.CANCEL_BROKER_OPTION, null),
    OVERLOADED(Fix.OTHER, Fix.OTHER),

    // Denied: a risk check said no. A new order is recorded with it, a replace is refused.
    ACCOUNT_NOT_ACTIVE(Fix.CANCEL_BROKER_OPTION, Fix.BROKER_OPTION),
    MARGIN_ACCOUNT_REQUIRED(Fix.CANCEL_BROKER_OPTION, Fix.BROKER_OPTION),
    SESSION_CLOSED(Fix.CANCEL_BROKER_OPTION, Fix.EXCHANGE_CLOSED),
    INSTRUMENT_HALTED(Fix.CANCEL_BROKER_OPTION, Fix.BROKER_OPTION),
    LIMIT_MISSING(Fix.CANCEL_BROKER_OPTION, Fix.BROKER_OPTION),
    QTY_EXCEEDS_MAX(Fix.OTHER, Fix.EXCEEDS_LIMIT),
    NOTIONAL_EXCEEDS_MAX(Fix.OTHER, Fix.EXCEEDS_LIMIT),
    QUOTE_MISSING(Fix.CANCEL_BROKER_OPTION, Fix.BROKER_OPTION),
    QUOTE_STALE(Fix.CANCEL_BROKER_OPTION, Fix.BROKER_OPTION),
    PX_OUTSIDE_COLLAR(Fix.PRICE_EXCEEDS_BAND, Fix.PRICE_EXCEEDS_CURRENT_BAND),
    TRIGGER_PRICE_MISSING(Fix.CANCEL_BROKER_OPTION, Fix.BROKER_OPTION),
    REDUCE_ONLY_INCREASES(Fix.OTHER, Fix.EXCEEDS_LIMIT),
    CLOSE_EXCEEDS_LEG(Fix.OTHER, Fix.EXCEEDS_LIMIT),
    MARGIN_TERMS_MISSING(Fix.CANCEL_BROKER_OPTION, Fix.BROKER_OPTION),
    MARGIN_INSUFFICIENT(Fix.OTHER, Fix.EXCEEDS_LIMIT),
    CASH_INSUFFICIENT(Fix.OTHER, Fix.EXCEEDS_LIMIT),
    POSITION_INSUFFICIENT(Fix.OTHER, Fix.EXCEEDS_LIMIT),

    // Refused for good: a request to change books that was refused with one of these, or a denial above, stays refused.
    TRANSFER_ID_USED(null, null),
    TRANSFER_UNKNOWN(null, null),
    HOLD_ID_USED(null, null),
    HOLD_UNKNOWN(null, null),
    HOLD_CLOSED(null, null),
    HOLD_EXPIRED(null, null),
    HOLD_EXPIRY_PAST(null, null),
    HOLD_EXCEEDED(null, null),
    CONVERSION_TOO_SMALL(null, null),
    REVERSAL_NOT_ALLOWED(null, null),
    REVERSAL_IN_PART(null, null),
    REVERSAL_EXCEEDED(null, null),
    REVERSAL_BEFORE_ORIGINAL(null, null),
    REVERSAL_OTHER_ACCOUNT(null, null),
    WITHDRAWAL_UNKNOWN(null, null),
    WITHDRAWAL_NEEDS_APPROVAL(null, null),
    WITHDRAWAL_RESOLVED(null, null),
    FOUR_EYES(null, null),

    // An order of a list ends, or is denied, because of the others.
    LIST_MEMBER_DENIED(null, Fix.OTHER),
    LIST_PARENT_ENDED(null, null),
    LIST_CANCELED(null, null),

    // A venue's report that changes nothing.
    REPORT_DUPLICATE(null, null),
    REPORT_OUT_OF_SEQUENCE(null, null),
    REPORT_INFORMATIVE(null, null),

    // A venue's report that is kept for an operator.
    EXEC_ID_REUSED(null, null),
    REPORT_ORDER_UNKNOWN(null, null),
    REPORT_EXECUTION_UNKNOWN(null, null),
    REPORT_WRONG_VENUE(null, null),
    REPORT_CONTRADICTS(null, null),
    REPORT_UNSUPPORTED(null, null),
    REPORT_UNBOOKABLE(null, null),
    REPORT_MALFORMED(null, null);

    private final @Nullable Integer cxlRejReason;
    private final @Nullable Integer ordRejReason;

    Reason(@Nullable Integer cxlRejReason, @Nullable Integer ordRejReason) {
        this.cxlRejReason = cxlRejReason;
        this.ordRejReason = ordRejReason;
    }

    /** FIX 102 where it refuses a cancel or a replace, null where it never does. */
    public @Nullable Integer cxlRejReason() {
        return cxlRejReason;
    }

    /** FIX 103 where it refuses a new order, null where it never does. */
    public @Nullable Integer ordRejReason() {
        return ordRejReason;
    }

    /** The values of FIX 102 and 103. */
    private static final class Fix {
        // 102
        static final Integer TOO_LATE_TO_CANCEL = 0;
        static final Integer UNKNOWN_ORDER = 1;
        static final Integer CANCEL_BROKER_OPTION = 2;
        static final Integer ALREADY_PENDING = 3;
        static final Integer DUPLICATE_CL_ORD_ID = 6;
        static final Integer PRICE_EXCEEDS_BAND = 8;
        // 103
        static final Integer BROKER_OPTION = 0;
        static final Integer UNKNOWN_SYMBOL = 1;
        static final Integer EXCHANGE_CLOSED = 2;
        static final Integer EXCEEDS_LIMIT = 3;
        static final Integer DUPLICATE_ORDER = 6;
        static final Integer UNSUPPORTED_ORDER = 11;
        static final Integer INCORRECT_QUANTITY = 13;
        static final Integer UNKNOWN_ACCOUNT = 15;
        static final Integer PRICE_EXCEEDS_CURRENT_BAND = 16;
        // Both
        static final Integer INVALID_PRICE_INCREMENT = 18;
        static final Integer OTHER = 99;
    }
}
