package io.tradecore.api.control;

import io.tradecore.api.loop.Loop;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.account.pg.PgDueSwitches;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.pipeline.CommandBus;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires the dead man's switches that are due, one process for all. When it looked in vain, or two processes look at once,
 * nothing is lost and nothing done twice: the switch itself is in the database, and its account's lane decides.
 */
public final class SwitchWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SwitchWatch.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int MOST_AT_ONCE = 500;

    private final PgDueSwitches switches;
    private final CommandBus bus;
    private final BooleanSupplier mayFire;
    private final Loop loop;

    /** @param mayFire whether it is this process that fires them */
    SwitchWatch(PgDueSwitches switches, CommandBus bus, BooleanSupplier mayFire) {
        this.switches = switches;
        this.bus = bus;
        this.mayFire = mayFire;
        this.loop = new Loop("dead-mans-switches", PAUSE, this::fireDue);
    }

    void start() {
        loop.start();
    }

    @Override
    public void close() {
        loop.close();
    }

    private void fireDue() throws SQLException {
        if (!mayFire.getAsBoolean()) {
            return;
        }
        List<CompletableFuture<Void>> fired =
                switches.due(MOST_AT_ONCE).stream().map(this::fire).toList();
        CompletableFuture.allOf(fired.toArray(CompletableFuture[]::new)).join();
    }

    /** Whatever goes wrong, it is still due at the next look. */
    private CompletableFuture<Void> fire(AccountId accountId) {
        return bus.submit(new Command.FireDeadMansSwitch(accountId)).handle((outcome, failure) -> {
            if (outcome instanceof Outcome.SwitchStands(var deadMansSwitch, var _)
                    && deadMansSwitch.firedAt() == null) {
                LOG.debug("The dead man's switch of account {} was set anew in time", accountId);
            } else if (outcome instanceof Outcome.SwitchStands(var deadMansSwitch, var results)) {
                LOG.warn(
                        "The dead man's switch of account {} fired: {} orders, next look {}",
                        accountId,
                        results.size(),
                        deadMansSwitch.firesAt());
            } else {
                LOG.warn("The dead man's switch of account {} could not fire yet: {}", accountId, outcome, failure);
            }
            return null;
        });
    }
}
