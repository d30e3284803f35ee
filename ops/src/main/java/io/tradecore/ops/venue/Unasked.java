package io.tradecore.ops.venue;

import io.tradecore.ops.venue.journal.Venue;
import io.tradecore.ops.venue.matching.Execution;
import io.tradecore.ops.venue.matching.TimeInForce;
import io.tradecore.ops.venue.matching.VenueOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * What the venue does to a share of its orders and trades without being asked, so that these ways are walked too. Each happens
 * once to an order or trade, some time after it came about, whatever restarts lie between. Confined to the venue's thread.
 */
final class Unasked {

    private static final Duration AFTER = Duration.ofSeconds(2);

    private final Share expired;
    private final Share halted;
    private final Share restated;
    private final Share busted;
    private final Share corrected;

    Unasked(VenueOptions options) {
        expired = options.share("expire", options.expireShare);
        halted = options.share("halt", options.haltShare);
        restated = options.share("restate", options.restateShare);
        busted = options.share("bust", options.bustShare);
        corrected = options.share("correct", options.correctShare);
    }

    /** Does what is due. */
    void act(Venue venue, Instant now) {
        Instant before = now.minus(AFTER);
        Predicate<VenueOrder> settled = order -> order.acceptedAt().isBefore(before);
        if (!expired.isEmpty()) {
            venue.expire(settled.and(order -> order.terms().timeInForce() == TimeInForce.DAY && isIn(expired, order)));
        }
        if (!halted.isEmpty()) {
            venue.suspend(settled.and(order -> isIn(halted, order)));
            venue.resume(
                    order -> order.suspendedAt() != null && order.suspendedAt().isBefore(before));
        }
        if (!restated.isEmpty()) {
            venue.declinePart(settled.and(order -> isIn(restated, order)));
        }
        venue.amendTrades(before, trade -> isIn(busted, trade), trade -> isIn(corrected, trade));
    }

    private static boolean isIn(Share share, VenueOrder order) {
        return share.test(order.order().orderId());
    }

    private static boolean isIn(Share share, Execution trade) {
        return !share.isEmpty() && share.test(trade.orderId() + "#" + trade.number());
    }
}
