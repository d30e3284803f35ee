package io.tradecore.oms.pipeline;

import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.order.OrderRequest;

/** Refusals that several kinds of requests share. */
final class Refusals {

    private Refusals() {}

    static Outcome orderUnknown() {
        return new Outcome.Refused(Reason.ORDER_UNKNOWN, "There is no such order.");
    }

    static Outcome differentKind(String kind) {
        return new Outcome.Refused(Reason.EXISTS_WITH_DIFFERENT_KIND, "This ClOrdID was used for " + kind + ".");
    }

    static String nameOf(OrderRequest request) {
        return switch (request.kind()) {
            case CANCEL -> "a cancel request";
            case REPLACE -> "a replace request";
        };
    }
}
