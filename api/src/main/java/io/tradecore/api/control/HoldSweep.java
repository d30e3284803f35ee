package io.tradecore.api.control;

import io.tradecore.api.loop.Loop;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.pg.PgDueHolds;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.pipeline.CommandBus;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes holds whose time is over. They hold nothing from that instant on, so nobody waits for it; it keeps the balances as
 * they are stored from lagging behind for long. Any number of processes may do it at once.
 */
final class HoldSweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HoldSweep.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST_AT_ONCE = 500;

    private final PgDueHolds holds;
    private final CommandBus bus;
    private final Loop loop;

    HoldSweep(PgDueHolds holds, CommandBus bus) {
        this.holds = holds;
        this.bus = bus;
        this.loop = new Loop("hold-sweep", PAUSE, this::sweep);
    }

    void start() {
        loop.start();
    }

    @Override
    public void close() {
        loop.close();
    }

    private void sweep() throws SQLException {
        List<CompletableFuture<Void>> swept =
                holds.accounts(MOST_AT_ONCE).stream().map(this::expire).toList();
        CompletableFuture.allOf(swept.toArray(CompletableFuture[]::new)).join();
    }

    /** Whatever goes wrong, they are still due at the next look. */
    private CompletableFuture<Void> expire(AccountId accountId) {
        return bus.submit(new Command.ExpireHolds(accountId)).handle((_, failure) -> {
            if (failure != null) {
                LOG.warn("Holds of account {} could not be closed yet", accountId, failure);
            }
            return null;
        });
    }
}
