package io.tradecore.api.entry;

import io.micronaut.scheduling.TaskExecutors;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.api.query.PgBookReads;
import io.tradecore.api.redis.OrderRateLimit;
import io.tradecore.api.redis.RateDecision;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.risk.pg.PgRiskRules;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says whether an order may go on: there is room for it in its account's lane, and the account has not used up its rate of
 * new orders. Never blocks its caller; safe for use by many threads.
 *
 * <p>The lane is looked at first: an order there is no room for costs nothing further, and does not count.
 *
 * <p>Orders are taken from the count that all processes share a few ahead, a twentieth of a second's worth: so most
 * orders cost no round trip, and an account's burst is at most that twentieth larger per process.
 */
@Singleton
public final class OrderAllowance {
    private static final Duration LIMIT_KEPT_FOR = Duration.ofSeconds(5);
    private static final int SHARE_AHEAD = 20;
    private static final int MANY_ACCOUNTS = 10_000;

    /** Who asks for an order. Exactly one of the two is called, once; what they do must be short. */
    public interface Asker {
        /** The order may go on. */
        void admitted();

        /** OVERLOADED, RATE_LIMIT_EXCEEDED, or what kept us from telling. */
        void refused(RuntimeException why);
    }

    private final Predicate<AccountId> room;
    private final Function<AccountId, @Nullable Integer> limits;
    private final LongSupplier rulesVersion;
    private final OrderRateLimit rateLimit;
    private final RateRefusals refusals;
    private final Clock clock;
    private final Executor blocking;
    private final Map<AccountId, Gate> gates = new ConcurrentHashMap<>();

    @Inject
    OrderAllowance(
            CommandBus bus,
            PgBookReads books,
            PgRiskRules riskRules,
            OrderRateLimit rateLimit,
            RateRefusals refusals,
            Clock clock,
            @Named(TaskExecutors.BLOCKING) Executor blocking) {
        this(bus::hasRoomForOrder, books::ordersPerSecond, riskRules::version, rateLimit, refusals, clock, blocking);
    }

    /**
     * @param room whether a new order of an account would find room in its lane
     * @param limits orders per second of an account, null where it has no limits; may block
     * @param rulesVersion what was read of limits under another one is read again
     * @param refusals told of what is beyond the account's rate, after those who asked
     */
    OrderAllowance(
            Predicate<AccountId> room,
            Function<AccountId, @Nullable Integer> limits,
            LongSupplier rulesVersion,
            OrderRateLimit rateLimit,
            RateRefusals refusals,
            Clock clock,
            Executor blocking) {
        this.room = room;
        this.limits = limits;
        this.rulesVersion = rulesVersion;
        this.rateLimit = rateLimit;
        this.refusals = refusals;
        this.clock = clock;
        this.blocking = blocking;
    }

    /**
     * Takes one order from the account's allowance and tells the asker, at once on this thread or later on another. The
     * askers of an account are admitted in the order they asked.
     */
    public void take(AccountId accountId, Asker asker) {
        if (room.test(accountId)) {
            gate(accountId).take(asker);
        } else {
            asker.refused(CoreProblems.OVERLOADED);
        }
    }

    /** Completes when the account may place one more order; exceptionally with an {@link ApiException} when not. */
    public CompletableFuture<Void> take(AccountId accountId) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        take(accountId, new Asker() {
            @Override
            public void admitted() {
                taken.complete(null);
            }

            @Override
            public void refused(RuntimeException why) {
                taken.completeExceptionally(why);
            }
        });
        return taken;
    }

    /** The same for so many orders, which are taken one after the other. */
    public CompletableFuture<Void> take(AccountId accountId, int orders) {
        CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);
        for (int order = 0; order < orders; order++) {
            taken = taken.thenCompose(_ -> take(accountId));
        }
        return taken;
    }

    private Gate gate(AccountId accountId) {
        Gate known = gates.get(accountId);
        if (known != null) {
            return known;
        }
        if (gates.size() >= MANY_ACCOUNTS) {
            // Costs those accounts one look at their limit; a gate that is in use stays.
            gates.values().removeIf(Gate::isIdle);
        }
        return gates.computeIfAbsent(accountId, Gate::new);
    }

    /** One account's. Its monitor is never held while somebody is told or asked. */
    private final class Gate {
        private final AccountId accountId;
        private final Queue<Asker> waiting = new ArrayDeque<>();
        private boolean asking;
        private int ahead;
        private @Nullable Integer ordersPerSecond;
        private Instant knownUntil = Instant.MIN;
        private long knownUnder;

        Gate(AccountId accountId) {
            this.accountId = accountId;
        }

        synchronized boolean isIdle() {
            return !asking;
        }

        void take(Asker asker) {
            synchronized (this) {
                // What was taken ahead was by the limit of then.
                if (asking || ahead == 0 || knownUnder != rulesVersion.getAsLong()) {
                    waiting.add(asker);
                    if (!asking) {
                        asking = true;
                        blocking.execute(this::ask);
                    }
                    return;
                }
                ahead--;
            }
            asker.admitted();
        }

        /** Runs alone for its account until nobody waits, so that nobody overtakes who asked before. */
        private void ask() {
            try {
                Integer limit = limit();
                if (limit == null) {
                    admitAll();
                    return;
                }
                boolean more = true;
                while (more) {
                    more = serve(limit);
                }
            } catch (RuntimeException e) {
                refuseAll(e);
            }
        }

        /** Takes for all that wait, and some ahead; true when that was not enough for those that came meanwhile. */
        private boolean serve(int limit) {
            RateDecision decision = rateLimit.check(accountId, limit, waiting() + limit / SHARE_AHEAD);
            if (!decision.admitted()) {
                int refused = refuseAll(exceeded(limit, decision.retryAfter()));
                // By a reduced rate an account is refused that stays within its own.
                if (refused > 0 && !decision.reduced()) {
                    refusals.refused(accountId, refused);
                }
                return false;
            }
            for (int left = decision.orders(); left > 0; left--) {
                Asker next = nextOrKeep(left);
                if (next == null) {
                    return false;
                }
                next.admitted();
            }
            return !isDone();
        }

        /** No account, or one without limits: the core refuses the order, and says which. */
        private void admitAll() {
            for (Asker next = nextOrKeep(0); next != null; next = nextOrKeep(0)) {
                next.admitted();
            }
        }

        /** Returns how many were. */
        private int refuseAll(RuntimeException why) {
            int refused = 0;
            for (Asker next = nextOrKeep(0); next != null; next = nextOrKeep(0)) {
                next.refused(why);
                refused++;
            }
            return refused;
        }

        /** The next that waits; where nobody does, this round ends and what is left is kept for those to come. */
        private synchronized @Nullable Asker nextOrKeep(int left) {
            Asker next = waiting.poll();
            if (next == null) {
                ahead = left;
                asking = false;
            }
            return next;
        }

        private synchronized boolean isDone() {
            asking = !waiting.isEmpty();
            return !asking;
        }

        private synchronized int waiting() {
            return waiting.size();
        }

        private @Nullable Integer limit() {
            Instant now = clock.instant();
            long version = rulesVersion.getAsLong();
            synchronized (this) {
                if (now.isBefore(knownUntil) && knownUnder == version) {
                    return ordersPerSecond;
                }
            }
            Integer read = limits.apply(accountId);
            synchronized (this) {
                ordersPerSecond = read;
                knownUnder = version;
                // Limits an account has not are looked for again each time: they may be made at any moment.
                knownUntil = read == null ? Instant.MIN : now.plus(LIMIT_KEPT_FOR);
            }
            return read;
        }
    }

    private static ApiException exceeded(int ordersPerSecond, Duration retryAfter) {
        return ApiException.retryable(
                ProblemMapper.problem(ApiCode.RATE_LIMIT_EXCEEDED, "The account places more orders than it may.")
                        .withNumbers(Map.of("ordersPerSecond", Integer.toString(ordersPerSecond))),
                retryAfter);
    }
}
