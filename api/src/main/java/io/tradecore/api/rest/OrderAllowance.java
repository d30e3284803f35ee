package io.tradecore.api.rest;

import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.api.query.PgBookReads;
import io.tradecore.api.redis.OrderRateLimit;
import io.tradecore.api.redis.RateDecision;
import io.tradecore.ledger.AccountId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Holds each account to its rate of new orders. Safe for use by many threads; may wait for the database or Redis. */
@Singleton
final class OrderAllowance {
    private static final Duration LIMIT_KEPT_FOR = Duration.ofSeconds(5);

    private record KnownLimit(int ordersPerSecond, Instant until) {}

    private final PgBookReads books;
    private final OrderRateLimit rateLimit;
    private final Clock clock;
    private final Map<AccountId, KnownLimit> known = new ConcurrentHashMap<>();

    OrderAllowance(PgBookReads books, OrderRateLimit rateLimit, Clock clock) {
        this.books = books;
        this.rateLimit = rateLimit;
        this.clock = clock;
    }

    /** Takes one order from the account's allowance, or ends the request with RATE_LIMIT_EXCEEDED. */
    void take(AccountId accountId) {
        Integer ordersPerSecond = ordersPerSecond(accountId);
        if (ordersPerSecond == null) {
            // No account, or one without limits: the core refuses the order, and says which.
            return;
        }
        RateDecision decision = rateLimit.check(accountId, ordersPerSecond);
        if (!decision.admitted()) {
            throw ApiException.retryable(
                    ProblemMapper.problem(ApiCode.RATE_LIMIT_EXCEEDED, "The account places more orders than it may.")
                            .withNumbers(Map.of("ordersPerSecond", ordersPerSecond.toString())),
                    decision.retryAfter());
        }
    }

    /** Makes a change of the account's limits count at once in this process. */
    void forget(AccountId accountId) {
        known.remove(accountId);
    }

    private @Nullable Integer ordersPerSecond(AccountId accountId) {
        Instant now = clock.instant();
        KnownLimit limit = known.get(accountId);
        if (limit != null && now.isBefore(limit.until())) {
            return limit.ordersPerSecond();
        }
        Integer read = books.ordersPerSecond(accountId);
        if (read != null) {
            known.put(accountId, new KnownLimit(read, now.plus(LIMIT_KEPT_FOR)));
        }
        return read;
    }
}
