package io.tradecore.ops.venue.matching;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A fill of an order.
 *
 * @param number counts the fills of its order, from 1
 * @param execId of its TRADE
 * @param amended whether it was busted or corrected, which happens once at most
 */
public record Execution(
        String orderId,
        int number,
        String execId,
        BigDecimal lastQty,
        BigDecimal lastPx,
        Instant transactTime,
        boolean amended) {

    Execution withAmendment() {
        return new Execution(orderId, number, execId, lastQty, lastPx, transactTime, true);
    }
}
