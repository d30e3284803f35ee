package io.tradecore.api.runaway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tradecore.api.entry.RateRefusals;
import io.tradecore.ledger.AccountId;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Halts an account that keeps on placing orders although its rate limit refuses them: a program that does so heeds no answer.
 * The halt is done on another thread than the order's. One that fails is tried again when there were enough refusals
 * once more. Safe for use by many threads.
 */
final class RunawayRule implements RateRefusals {
    private static final Logger LOG = LoggerFactory.getLogger(RunawayRule.class);

    /** Halts an account that is not halted; may block. */
    @FunctionalInterface
    interface Halt {
        /** Returns whether it was this call that did it. */
        boolean halt(AccountId accountId, String reason);
    }

    private final RefusalWindow window;
    private final Duration length;
    private final Halt halt;
    private final Executor executor;
    private final Counter halts;

    /**
     * @param length the window's
     * @param executor may reject what is too much
     */
    RunawayRule(RefusalWindow window, Duration length, Halt halt, Executor executor, MeterRegistry meters) {
        this.window = window;
        this.length = length;
        this.halt = halt;
        this.executor = executor;
        this.halts = meters.counter("oms.runaway.halts");
    }

    @Override
    public void refused(AccountId accountId, int orders) {
        long counted = window.add(accountId, orders);
        if (counted == 0) {
            return;
        }
        try {
            executor.execute(() -> halt(accountId, counted));
        } catch (RejectedExecutionException e) {
            LOG.error("Runaway account {} is not halted yet, too many others are", accountId, e);
        }
    }

    private void halt(AccountId accountId, long counted) {
        try {
            String reason = "%d orders refused by the rate limit within %s".formatted(counted, length);
            if (halt.halt(accountId, reason)) {
                halts.increment();
                LOG.warn("Halted runaway account {}: {}", accountId, reason);
            }
        } catch (RuntimeException e) {
            LOG.error("Runaway account {} may not be halted yet", accountId, e);
        }
    }
}
