package io.tradecore.api.entry;

import io.tradecore.api.edge.Checks;
import io.tradecore.oms.list.OrderList;

/** ClOrdIDs of orders and of requests for one: one space an account, in which clients leave those of lists alone. */
final class OrderIds {

    private OrderIds() {}

    /** Throws FIELD_INVALID unless it is an id a client may choose. */
    static void check(String clOrdId) {
        Checks.clientId("clOrdId", clOrdId);
        if (clOrdId.startsWith(OrderList.OWN_REQUEST)) {
            throw Checks.invalid("clOrdId", "another one: " + OrderList.OWN_REQUEST + " is for lists of orders");
        }
    }
}
