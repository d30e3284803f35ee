package io.tradecore.ops.venue.matching;

import java.util.function.Predicate;

/**
 * What the venue is and what it takes.
 *
 * @param listed the symbols it knows
 * @param refused orders it rejects for no reason of their own, so that rejections can be seen
 * @param pendingReports whether PENDING_NEW and PENDING_CANCEL are said before the real answer
 */
public record Rules(String venueId, Predicate<String> listed, Predicate<NewOrder> refused, boolean pendingReports) {}
