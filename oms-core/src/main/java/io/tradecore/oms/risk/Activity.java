package io.tradecore.oms.risk;

import io.tradecore.oms.order.OrderEvent;

/**
 * What an account has done in a day.
 *
 * @param messages orders that were accepted, and requests to cancel or replace one
 * @param trades executions, also those that were busted or corrected since
 */
public record Activity(long messages, long trades) {

    public static final Activity NONE = new Activity(0, 0);

    private static final Activity MESSAGE = new Activity(1, 0);
    private static final Activity TRADE = new Activity(0, 1);

    /** What an event adds. */
    public static Activity of(OrderEvent event) {
        return switch (event.type()) {
            case ORDER_ACCEPTED, CANCEL_REQUESTED, REPLACE_REQUESTED -> MESSAGE;
            case TRADE -> TRADE;
            case ORDER_DENIED,
                    ACTIVATED,
                    TRIGGERED,
                    PENDING_NEW,
                    NEW,
                    TRADE_CORRECT,
                    TRADE_CANCEL,
                    DONE_FOR_DAY,
                    PENDING_CANCEL,
                    PENDING_REPLACE,
                    REPLACED,
                    CANCELED,
                    REJECTED,
                    EXPIRED,
                    STOPPED,
                    SUSPENDED,
                    CALCULATED,
                    RESTATED,
                    CANCEL_REJECTED,
                    REPLACE_REJECTED -> NONE;
        };
    }

    public Activity plus(Activity more) {
        return more == NONE ? this : new Activity(messages + more.messages, trades + more.trades);
    }
}
