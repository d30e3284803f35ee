package io.tradecore.api.entry;

import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.api.query.OrderRates;
import io.tradecore.api.redis.RateKey;
import io.tradecore.api.redis.RateLimit;
import io.tradecore.ledger.AccountId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rates of one account: of whatever it sends, of its orders, and of those of its groups. Each kind of request passes the
 * gates that count it, one after the other. Safe for use by many threads.
 */
final class AccountGates {
    private static final Duration KNOWN_FOR = Duration.ofSeconds(5);

    /**
     * What the accounts of a process have in common.
     *
     * @param rates of an account; may block
     * @param rulesVersion what was read of rates under another one is read again
     * @param refusals told of what is beyond an account's own rates, after those who asked
     */
    record Shared(
            Function<AccountId, OrderRates> rates,
            LongSupplier rulesVersion,
            RateLimit rateLimit,
            GroupGates groups,
            RateRefusals refusals,
            Clock clock,
            Executor blocking) {}

    /** What was read of the account's rates, and until when it is good. */
    private record Known(OrderRates rates, List<RateGate> groups, long version, Instant until) {
        static final Known NOTHING = new Known(OrderRates.NONE, List.of(), 0, Instant.MIN);
    }

    private final AccountId accountId;
    private final Shared shared;
    private final RateGate messages;
    private final RateGate orders;
    private volatile Known known = Known.NOTHING;

    AccountGates(AccountId accountId, Shared shared) {
        this.accountId = accountId;
        this.shared = shared;
        this.messages = gate(
                RateKey.messagesOf(accountId),
                new OwnRate(
                        OrderRates::messages,
                        ApiCode.MESSAGE_RATE_EXCEEDED,
                        "The account sends more than it may.",
                        "messagesPerSecond"));
        this.orders = gate(
                RateKey.ordersOf(accountId),
                new OwnRate(
                        OrderRates::orders,
                        ApiCode.RATE_LIMIT_EXCEEDED,
                        "The account places more orders than it may.",
                        "ordersPerSecond"));
    }

    private RateGate gate(RateKey key, RateGate.Bound bound) {
        return new RateGate(key, bound, shared.rateLimit(), shared.clock(), shared.blocking());
    }

    /** A new order. */
    void order(OrderAllowance.Asker asker) {
        // The groups are known by then: they are read with the account's own rates.
        messages.take(asker, () -> orders.take(asker, () -> GroupGates.takeOfEach(known.groups(), asker)));
    }

    /** Other terms for an order that is there: of its groups it is no new one. */
    void replace(OrderAllowance.Asker asker) {
        messages.take(asker, () -> orders.take(asker, asker::admitted));
    }

    /** The checks of an order that is not placed: nothing is changed by it. */
    void preview(OrderAllowance.Asker asker) {
        orders.take(asker, asker::admitted);
    }

    /** What goes on whatever the rates say. */
    void pass(OrderAllowance.Asker asker) {
        messages.count();
        asker.admitted();
    }

    boolean isIdle() {
        return messages.isIdle() && orders.isIdle();
    }

    /** What is read last is what is known: asked by threads that may block, and by no other. */
    private synchronized OrderRates rates() {
        Instant now = shared.clock().instant();
        long version = shared.rulesVersion().getAsLong();
        Known before = known;
        if (now.isBefore(before.until()) && before.version() == version) {
            return before.rates();
        }
        OrderRates read = shared.rates().apply(accountId);
        // Rates an account has not are looked for again each time: they may be made at any moment.
        boolean isBounded = read.orders() != null && read.messages() != null;
        known = new Known(
                read, shared.groups().of(read.groups()), version, isBounded ? now.plus(KNOWN_FOR) : Instant.MIN);
        return read;
    }

    /** A rate of the account's own: who is beyond it may have run away. */
    private final class OwnRate implements RateGate.Bound {
        private final Function<OrderRates, @Nullable Integer> rate;
        private final ApiCode code;
        private final String detail;
        private final String name;

        OwnRate(Function<OrderRates, @Nullable Integer> rate, ApiCode code, String detail, String name) {
            this.rate = rate;
            this.code = code;
            this.detail = detail;
            this.name = name;
        }

        @Override
        public @Nullable Integer perSecond() {
            return rate.apply(rates());
        }

        @Override
        public long version() {
            return shared.rulesVersion().getAsLong();
        }

        @Override
        public void refused(int asked) {
            shared.refusals().refused(accountId, asked);
        }

        @Override
        public RuntimeException exceeded(int perSecond, Duration retryAfter) {
            return ApiException.retryable(
                    ProblemMapper.problem(code, detail).withNumbers(Map.of(name, Integer.toString(perSecond))),
                    retryAfter);
        }
    }
}
