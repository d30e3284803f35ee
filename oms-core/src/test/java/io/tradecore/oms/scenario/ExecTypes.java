package io.tradecore.oms.scenario;

import io.tradecore.oms.order.OrderEvent;

/** FIX 150 of an order event, as the tables have it. */
public final class ExecTypes {

    private ExecTypes() {}

    /** Our own acknowledgements carry the ExecType that FIX has for them; an OrderCancelReject (35=9) has none in FIX. */
    public static String of(OrderEvent.Type type) {
        return switch (type) {
            case ORDER_ACCEPTED -> "PENDING_NEW";
            case CANCEL_REQUESTED -> "PENDING_CANCEL";
            case REPLACE_REQUESTED -> "PENDING_REPLACE";
            case ORDER_DENIED -> "DENIED";
            // FIX 150 = L: triggered or activated by the system.
            case ACTIVATED -> "TRIGGERED";
            case CANCEL_REJECTED, REPLACE_REJECTED -> "CANCEL_REJECT";
            case PENDING_NEW,
                    NEW,
                    TRADE,
                    TRADE_CORRECT,
                    TRADE_CANCEL,
                    DONE_FOR_DAY,
                    PENDING_CANCEL,
                    PENDING_REPLACE,
                    TRIGGERED,
                    REPLACED,
                    CANCELED,
                    REJECTED,
                    EXPIRED,
                    STOPPED,
                    SUSPENDED,
                    CALCULATED,
                    RESTATED -> type.name();
        };
    }
}
