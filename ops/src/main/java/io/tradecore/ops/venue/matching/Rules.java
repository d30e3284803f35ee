package io.tradecore.ops.venue.matching;

import java.util.function.Predicate;

/**
 * What the venue is and what it takes.
 *
 * @param listed the symbols it knows
 * @param refused orders it rejects for no reason of their own, so that rejections can be seen
 * @param pendingReports whether PENDING_NEW, PENDING_CANCEL and PENDING_REPLACE are said before the real answer
 * @param closes whether its sessions end, so that there is a close to trade at
 */
public record Rules(
        String venueId,
        Predicate<String> listed,
        Predicate<NewOrder> refused,
        boolean pendingReports,
        boolean closes) {}
