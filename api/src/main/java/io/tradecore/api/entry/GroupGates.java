package io.tradecore.api.entry;

import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.api.query.OrderRates;
import io.tradecore.api.redis.RateKey;
import io.tradecore.api.redis.RateLimit;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The rates of new orders that accounts have together. Only accounts of groups that are bounded come here. Safe for use by many
 * threads.
 */
final class GroupGates {
    private final RateLimit shared;
    private final Clock clock;
    private final Executor blocking;

    // As many as there are groups with a bound, which operators set one by one: none is forgotten.
    private final Map<RateKey, Group> groups = new ConcurrentHashMap<>();

    GroupGates(RateLimit shared, Clock clock, Executor blocking) {
        this.shared = shared;
        this.clock = clock;
        this.blocking = blocking;
    }

    /** The gates of these groups, which are bounded so from now on: what an account reads last is what is so. */
    List<RateGate> of(List<OrderRates.Group> bounded) {
        return bounded.stream()
                .map(bound -> {
                    RateKey key = RateKey.ordersOfGroup(bound.scope(), bound.scopeId());
                    Group group = groups.computeIfAbsent(key, _ -> new Group(key, bound));
                    group.bound = bound;
                    return group.gate;
                })
                .toList();
    }

    /** Takes one of each, in their order, and admits; or is refused by the first that has none. */
    static void takeOfEach(List<RateGate> gates, OrderAllowance.Asker asker) {
        if (gates.isEmpty()) {
            asker.admitted();
        } else {
            gates.getFirst().take(asker, () -> takeOfEach(gates.subList(1, gates.size()), asker));
        }
    }

    private final class Group implements RateGate.Bound {
        private final RateGate gate;
        private volatile OrderRates.Group bound;

        Group(RateKey key, OrderRates.Group bound) {
            this.bound = bound;
            this.gate = new RateGate(key, this, shared, clock, blocking);
        }

        /** Its accounts read the bound: what was taken under another one is no longer good. */
        @Override
        public long version() {
            return bound.orders();
        }

        @Override
        public @Nullable Integer perSecond() {
            return bound.orders();
        }

        @Override
        public RuntimeException exceeded(int perSecond, Duration retryAfter) {
            return ApiException.retryable(
                    ProblemMapper.problem(
                                    ApiCode.RATE_LIMIT_EXCEEDED,
                                    "The accounts of a group place more orders together than they may.")
                            .withNumbers(Map.of(
                                    "groupOrdersPerSecond",
                                    Integer.toString(perSecond),
                                    "scope",
                                    bound.scope().name(),
                                    "scopeId",
                                    bound.scopeId())),
                    retryAfter);
        }

        /** What others of the group send says nothing of the account that is refused: it has not run away. */
        @Override
        public void refused(int asked) {}
    }
}
