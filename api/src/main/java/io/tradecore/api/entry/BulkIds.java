package io.tradecore.api.entry;

import io.tradecore.api.edge.Checks;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrderId;

/** ClOrdIDs of requests about several orders: one space an account, in which clients leave ours alone. */
public final class BulkIds {
    /** Longest id of an operator's request: ours is put before it. */
    public static final int LONGEST_OF_OPERATOR = 58;

    private static final String OURS = "admin:";

    private static final String HALT = "halt:";

    private BulkIds() {}

    /** Throws FIELD_INVALID unless it is an id a client may choose: nobody takes an operator's before him. */
    static void check(String clOrdId) {
        Checks.clientId("clOrdId", clOrdId);
        if (clOrdId.startsWith(OURS) || clOrdId.startsWith(HALT)) {
            throw Checks.invalid("clOrdId", "another one: " + OURS + " and " + HALT + " are for operators");
        }
    }

    /** The id under which an account keeps what a halt did to some of its orders, by the number of the change and the first of them. */
    public static ClOrdId ofHalt(long changeId, OrderId first) {
        return new ClOrdId(HALT + changeId + ":" + first.value());
    }

    /** The id an operator's request has in each account. */
    public static ClOrdId ofOperator(String clOrdId) {
        return new ClOrdId(OURS + clOrdId);
    }
}
