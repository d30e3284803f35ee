package io.tradecore.api.market;

import io.tradecore.oms.command.Command.MoveTrail;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.trigger.HeldOrder;
import io.tradecore.oms.trigger.Trigger.Trail;
import io.tradecore.oms.trigger.pg.PgTrailMoves;
import io.tradecore.oms.trigger.pg.PgTrailMoves.Move;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the best prices that trailing stops have seen, so that a restart never loosens one. Every step of the market is noted
 * before the next is looked at, in one row for all the orders that follow it; what was noted is kept with each order, by
 * its account's lane, once a second, and then forgotten. What a lane refuses is tried again a second later.
 *
 * <p>Not safe for use by several threads.
 */
final class TrailKeeper {
    private static final String ACTOR = "trigger-watch";
    private static final long KEEP_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    /** @param upTo the last move that is told by it and those kept before */
    private record Round(Map<HeldOrder, CompletableFuture<Outcome>> answers, long upTo) {}

    private final PgTrailMoves moves;
    private final CommandBus bus;
    /** As they have moved since they were kept. */
    private final Map<OrderId, HeldOrder> moved = new LinkedHashMap<>();

    private final Map<OrderId, BigDecimal> unnoted = new HashMap<>();
    private long lastNoted;
    private long lastForgotten;
    private @Nullable Round round;
    private long keptNanos = System.nanoTime();

    TrailKeeper(PgTrailMoves moves, CommandBus bus) {
        this.moves = moves;
        this.bus = bus;
    }

    /** Forgets what it knows, which is noted. */
    void forget() {
        moved.clear();
        unnoted.clear();
        round = null;
        lastNoted = 0;
        lastForgotten = 0;
    }

    /** What is noted, by whoever watched before. */
    List<Move> noted() throws SQLException {
        List<Move> noted = moves.all();
        noted.forEach(move -> lastNoted = Math.max(lastNoted, move.id()));
        return noted;
    }

    /** These have moved, by what is noted. */
    void recovered(HeldOrder order) {
        moved.put(order.orderId(), order);
    }

    /** Returns once these moves would survive. Throws where they would not: called again it tries those again as well. */
    void note(List<HeldOrder> orders) throws SQLException {
        for (HeldOrder order : orders) {
            if (order.trigger() instanceof Trail trail) {
                moved.put(order.orderId(), order);
                unnoted.put(order.orderId(), trail.reference());
            }
        }
        if (!unnoted.isEmpty()) {
            lastNoted = moves.note(unnoted);
            unnoted.clear();
        }
    }

    /** Keeps what has moved once a second: a new round begins once the one before is answered. */
    void keep() throws SQLException {
        long now = System.nanoTime();
        if (now - keptNanos < KEEP_EVERY_NANOS || !isAnswered()) {
            return;
        }
        keptNanos = now;
        if (!moved.isEmpty()) {
            Map<HeldOrder, CompletableFuture<Outcome>> answers = new LinkedHashMap<>();
            moved.values().forEach(order -> answers.put(order, submit(order)));
            round = new Round(answers, lastNoted);
        } else if (lastNoted > lastForgotten) {
            forgetUpTo(lastNoted);
        }
    }

    private CompletableFuture<Outcome> submit(HeldOrder order) {
        Trail trail = (Trail) order.trigger();
        return bus.submit(new MoveTrail(order.accountId(), order.orderId(), trail.reference(), ACTOR));
    }

    /** Whether nothing is under way any more. What has moved on meanwhile is kept by the next round. */
    private boolean isAnswered() throws SQLException {
        Round asked = round;
        if (asked == null) {
            return true;
        }
        if (!asked.answers().values().stream().allMatch(CompletableFuture::isDone)) {
            return false;
        }
        List<HeldOrder> refused = new ArrayList<>();
        asked.answers().forEach((order, answer) -> {
            if (isKept(answer)) {
                moved.remove(order.orderId(), order);
            } else {
                refused.add(order);
            }
        });
        round = null;
        if (refused.isEmpty()) {
            forgetUpTo(asked.upTo());
        }
        return true;
    }

    /** An order that is held no more needs no trail. */
    private static boolean isKept(CompletableFuture<Outcome> answer) {
        return !answer.isCompletedExceptionally() && answer.join() instanceof Outcome.OrderMoved;
    }

    private void forgetUpTo(long last) throws SQLException {
        moves.forget(last);
        lastForgotten = last;
    }
}
