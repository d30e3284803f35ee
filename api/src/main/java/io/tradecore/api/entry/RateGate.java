package io.tradecore.api.entry;

import io.tradecore.api.redis.RateDecision;
import io.tradecore.api.redis.RateKey;
import io.tradecore.api.redis.RateLimit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Admits what is within one rate. Takes from the count that all processes share a few ahead, a twentieth of a second's worth, and more before
 * they are gone: so nearly all wait for no round trip, and a burst is at most that twentieth larger per process. Nor does what is refused while the count
 * is known to be used up: until there is one again, or, where a program goes on at several times its rate, a twentieth. Who asks
 * is told in the order of the asking. Never blocks its caller; safe for use by many threads.
 *
 * <p>Its monitor is never held while somebody is told or asked.
 */
final class RateGate {
    private static final int SHARE_AHEAD = 20;
    private static final Duration SHARE_TIME = Duration.ofSeconds(1).dividedBy(SHARE_AHEAD);
    /** Who is refused so many times what it may is not one that merely came a little early. */
    private static final int HEEDLESS_TIMES = 4;

    /** What a gate is bounded by. Safe for use by many threads. */
    interface Bound {
        /** Another number than before where the bound may have become another. Never blocks. */
        long version();

        /** At least 1; null where it is not bounded. May block. */
        @Nullable
        Integer perSecond();

        /** What is told to who is beyond it. */
        RuntimeException exceeded(int perSecond, Duration retryAfter);

        /** So many were told that together, and not because of a reduced rate. Returns at once. */
        void refused(int asked);
    }

    /** @param asker null of what only counts: it goes on whatever is decided */
    private record Waiting(OrderAllowance.@Nullable Asker asker, Runnable onward) {}

    private final RateKey key;
    private final Bound bound;
    private final RateLimit shared;
    private final Clock clock;
    private final Executor blocking;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private boolean asking;
    private int ahead;
    /** As many as may be ahead. */
    private int share;

    private long takenUnder;
    private @Nullable RuntimeException usedUp;
    private Instant usedUpSince = Instant.MIN;
    private Instant usedUpUntil = Instant.MIN;
    /** How many were refused without asking since {@link #unaskedSince}. */
    private int refusedUnasked;

    private Instant unaskedSince = Instant.EPOCH;
    private boolean heedless;

    /** @param blocking where the bound is read and the shared count is asked */
    RateGate(RateKey key, Bound bound, RateLimit shared, Clock clock, Executor blocking) {
        this.key = key;
        this.bound = bound;
        this.shared = shared;
        this.clock = clock;
        this.blocking = blocking;
    }

    /** Goes onward with what is within the rate, at once on this thread or later on another; or refuses the asker. */
    void take(OrderAllowance.Asker asker, Runnable onward) {
        RuntimeException refusal;
        synchronized (this) {
            refusal = refusalOfNow();
            if (refusal != null) {
                refusedUnasked++;
            } else if (!tookAhead(asker, onward)) {
                return;
            }
        }
        if (refusal == null) {
            onward.run();
        } else {
            asker.refused(refusal);
            bound.refused(1);
        }
    }

    /** Counts what goes on whatever the rate says: takes one if there is one. */
    synchronized void count() {
        if (refusalOfNow() == null) {
            tookAhead(null, () -> {});
        }
    }

    /** Whether one was there. Who finds none waits. Under the monitor. */
    private boolean tookAhead(OrderAllowance.@Nullable Asker asker, Runnable onward) {
        if (!isOfNow()) {
            // What is left of it was taken by a bound that may be another by now.
            ahead = 0;
        }
        boolean took = ahead > 0 && waiting.isEmpty();
        if (took) {
            ahead--;
        } else {
            waiting.add(new Waiting(asker, onward));
        }
        if (!asking && (!took || ahead < share / 2 && !isKnownUsedUp())) {
            asking = true;
            blocking.execute(this::ask);
        }
        return took;
    }

    /**
     * What is told without asking again: until there may be one again, a program that goes on all the same costs no round trips.
     * Under the monitor.
     */
    private @Nullable RuntimeException refusalOfNow() {
        return ahead == 0 && !asking && isOfNow() && isKnownUsedUp() ? usedUp : null;
    }

    /** A clock that is set back says nothing. Under the monitor. */
    private boolean isKnownUsedUp() {
        if (usedUp == null) {
            return false;
        }
        Instant now = clock.instant();
        return now.isBefore(usedUpUntil) && !now.isBefore(usedUpSince);
    }

    /** Whether the bound is still the one that was taken under. Under the monitor. */
    private boolean isOfNow() {
        return takenUnder == bound.version();
    }

    synchronized boolean isIdle() {
        return !asking;
    }

    /** Runs alone until nobody waits, so that nobody overtakes who asked before. */
    private void ask() {
        try {
            long version = bound.version();
            Integer perSecond = bound.perSecond();
            if (perSecond == null) {
                admitAll();
                return;
            }
            takenUnder(version, perSecond);
            boolean more = true;
            while (more) {
                more = serve(perSecond);
            }
        } catch (RuntimeException e) {
            refuseAll(e);
        }
    }

    /** Takes for all that wait, and some ahead; true when that was not enough for those that came meanwhile, and more may be left. */
    private boolean serve(int perSecond) {
        int wanted = wanted();
        if (wanted == 0) {
            return !isDone();
        }
        RateDecision decision = shared.check(key, perSecond, wanted);
        Duration retryAfter = retryAfter(decision, perSecond);
        Instant again = clock.instant().plus(retryAfter);
        RuntimeException beyond = decision.isUsedUp() ? bound.exceeded(perSecond, retryAfter) : null;
        // By a reduced rate is refused also what stays within the whole.
        boolean whole = !decision.reduced();
        if (beyond != null && whole) {
            usedUp(beyond, retryAfter);
        }
        for (int left = decision.taken(); left > 0; left--) {
            Waiting next = nextOrKeep(left);
            if (next == null) {
                return false;
            }
            next.onward().run();
        }
        if (beyond == null || decision.admitted() && !clock.instant().isBefore(again)) {
            return !isDone();
        }
        int refused = refuseAll(beyond);
        if (refused > 0 && whole) {
            bound.refused(refused);
        }
        return false;
    }

    /** For a program that heeds no answer the count is asked once there is a share again, not for each that comes back. */
    private synchronized Duration retryAfter(RateDecision decision, int perSecond) {
        Instant now = clock.instant();
        Duration counted = Duration.between(unaskedSince, now).abs();
        if (counted.compareTo(SHARE_TIME) >= 0) {
            heedless = refusedUnasked > HEEDLESS_TIMES * perSecond * (counted.toNanos() / 1e9);
            refusedUnasked = 0;
            unaskedSince = now;
        }
        Duration one = decision.retryAfter();
        return heedless && decision.isUsedUp() && one.compareTo(SHARE_TIME) < 0 ? SHARE_TIME : one;
    }

    private synchronized void usedUp(RuntimeException why, Duration retryAfter) {
        usedUp = why;
        usedUpSince = clock.instant();
        usedUpUntil = usedUpSince.plus(retryAfter);
    }

    private void admitAll() {
        for (Waiting next = nextOrKeep(0); next != null; next = nextOrKeep(0)) {
            next.onward().run();
        }
    }

    /** Returns how many were. */
    private int refuseAll(RuntimeException why) {
        int refused = 0;
        for (Waiting next = nextOrKeep(0); next != null; next = nextOrKeep(0)) {
            if (next.asker() != null) {
                next.asker().refused(why);
                refused++;
            }
        }
        return refused;
    }

    /** The next that waits; where nobody does, this round ends and what is left is kept for those to come. */
    private synchronized @Nullable Waiting nextOrKeep(int left) {
        Waiting next = waiting.poll();
        if (next == null) {
            ahead += left;
            asking = false;
        }
        return next;
    }

    private synchronized boolean isDone() {
        asking = !waiting.isEmpty();
        return !asking;
    }

    /** For those that wait, and as many ahead as there may be. */
    private synchronized int wanted() {
        return waiting.size() + share - ahead;
    }

    /** What was used up, or taken ahead, was so by the bound of then. */
    private synchronized void takenUnder(long version, int perSecond) {
        if (takenUnder != version) {
            usedUp = null;
            ahead = 0;
        }
        takenUnder = version;
        share = perSecond / SHARE_AHEAD;
        ahead = Math.min(ahead, share);
    }
}
