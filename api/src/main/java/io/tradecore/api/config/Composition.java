package io.tradecore.api.config;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.micronaut.context.env.Environment;
import io.tradecore.api.query.RateCache;
import io.tradecore.ledger.TransferChain;
import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.pipeline.BatchDecider;
import io.tradecore.oms.pipeline.CommitListener;
import io.tradecore.oms.pipeline.Exposures;
import io.tradecore.oms.pipeline.LaneOptions;
import io.tradecore.oms.pipeline.Lanes;
import io.tradecore.oms.pipeline.Pipeline;
import io.tradecore.oms.pipeline.pg.PgBatchStore;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.pg.PgRiskRules;
import io.tradecore.risk.LimitChecks;
import io.tradecore.risk.RequiredChecks;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the core together: the core itself knows no framework. */
@Factory
final class Composition {
    private static final Logger LOG = LoggerFactory.getLogger(Composition.class);
    private static final String BENCH = "bench";
    private static final int MAX_BATCH = 500;
    /** In all lanes together: a third of a second's work, so that an accepted order waits no longer than that. */
    private static final int ORDERS_WAITING = 3_500;
    /** Of how many accounts it is remembered what they have open and hold: mostly some instruments, a kilobyte each. */
    private static final int EXPOSURES = 10_000;
    /** In each lane room for all the reports that are under way at once in this process (2,000), and some cancels. */
    private static final int RESERVED = 2_250;

    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Singleton
    UuidV7 ids(Clock clock) {
        return new UuidV7(clock);
    }

    @Singleton
    PreTradeRisk risk(
            HotQuotes quotes,
            Clock clock,
            @Value("${oms.quote-max-age}") Duration maxQuoteAge,
            @Value("${oms.margin.stale-quote-haircut}") BigDecimal staleHaircut,
            Instruments instruments,
            RateCache rates,
            @Value("${oms.risk.optional-checks}") boolean optionalChecks,
            Environment environment) {
        return checks(
                new LimitChecks(quotes, clock, maxQuoteAge, staleHaircut, instruments, rates),
                optionalChecks,
                environment.getActiveNames());
    }

    /** @throws IllegalStateException if checks are to be left out, and it is not a bench that asks for it */
    static PreTradeRisk checks(LimitChecks all, boolean optionalChecks, Set<String> environments) {
        if (optionalChecks) {
            return all;
        }
        if (!environments.contains(BENCH)) {
            throw new IllegalStateException(
                    "OMS_OPTIONAL_CHECKS is false, which is for measurements only: not in the environments "
                            + environments);
        }
        LOG.warn("Most checks of orders are left out, to measure what they cost");
        return new RequiredChecks(all);
    }

    @Singleton
    PgRiskRules riskRules() {
        return new PgRiskRules();
    }

    @Singleton
    TransferChain chain(@Value("${oms.chain.key-id}") int keyId, @Value("${oms.chain.key}") String key) {
        return new TransferChain(keyId, key);
    }

    @Singleton
    Pipeline pipeline(
            Databases databases,
            Instruments instruments,
            PgRiskRules riskRules,
            PreTradeRisk risk,
            UuidV7 ids,
            TransferChain chain,
            List<CommitListener> listeners) {
        return new Pipeline(
                new PgBatchStore(databases.writer(), instruments, riskRules, ids, chain, new Exposures(EXPOSURES)),
                new BatchDecider(instruments, risk, ids),
                batch -> listeners.forEach(listener -> listener.committed(batch)));
    }

    /** Closed last of what takes commands: what was submitted is committed and answered. */
    @Singleton
    @Bean(preDestroy = "close")
    Lanes lanes(Pipeline pipeline, @Value("${oms.lanes}") int configured) {
        int lanes =
                configured > 0 ? configured : Math.ceilDiv(Runtime.getRuntime().availableProcessors(), 2);
        int capacity = Math.ceilDiv(ORDERS_WAITING, lanes) + RESERVED;
        return new Lanes(new LaneOptions(lanes, capacity, RESERVED, MAX_BATCH), pipeline);
    }
}
