package io.tradecore.ops.drill;

import io.tradecore.ops.market.Touch;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * How a fall of the market ended, read from the books.
 *
 * @param quotes where they stand still at the bottom
 * @param before how the accounts stood before the fall, by id
 * @param after how they stand now
 * @param liquidated those with a stop-out
 * @param unfinished those with a stop-out that has not ended
 * @param flipped those of which an execution took a position to its other side
 * @param negative those whose cash was below zero after a booking
 * @param raised those with a break for that
 * @param opening those with an order left that may open something
 * @param steps orders that stop-outs say they sent
 * @param orders orders by their ClOrdIDs that there are
 * @param doubled of those ClOrdIDs, how many there are twice, or executed for more than they asked
 * @param takenTwice orders the venue took a second time, or ExecIDs it used twice
 */
record Ending(
        Map<String, Touch> quotes,
        Map<UUID, Standing> before,
        Map<UUID, Standing> after,
        Set<UUID> liquidated,
        Set<UUID> unfinished,
        Set<UUID> flipped,
        Set<UUID> negative,
        Set<UUID> raised,
        Set<UUID> opening,
        long steps,
        long orders,
        long doubled,
        long takenTwice) {}
