package io.tradecore.api.margin;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.api.loop.Loop;
import io.tradecore.api.margin.MarginSweep.Marked;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.margin.MarginFact;
import io.tradecore.oms.margin.MarginSettings;
import io.tradecore.oms.margin.MarginState;
import io.tradecore.oms.margin.pg.PgMarginBooks;
import io.tradecore.oms.margin.pg.PgMarginBooks.Account;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.risk.PreTradeRisk;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks all accounts on margin again and again, and has the pipeline look at those for which something may be to be done: a call to be
 * raised or cleared, a stop-out to begin or to go on. Works while the lease is held. What it does not know it need not: whoever comes
 * after it finds in the database what was begun, and two that look at once have the account's row decide.
 */
public final class MarginWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MarginWatch.class);
    /** So many are under way at once, so that no lane is filled by them. */
    private static final int MOST_AT_ONCE = 200;

    private final PgMarginBooks books;
    private final MarginSweep marked;
    private final Instruments instruments;
    private final PreTradeRisk risk;
    private final CommandBus bus;
    private final LeaseKeeper lease;
    private final Loop loop;
    private final Timer marking;
    private final AtomicLong positions = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private final AtomicLong called = new AtomicLong();
    private final AtomicLong liquidating = new AtomicLong();

    /** @param sweep how long after one look at all accounts the next one comes */
    public MarginWatch(
            PgMarginBooks books,
            Instruments instruments,
            PreTradeRisk risk,
            CommandBus bus,
            LeaseKeeper lease,
            Duration sweep,
            MeterRegistry meters) {
        this.books = books;
        this.marked = new MarginSweep(books);
        this.instruments = instruments;
        this.risk = risk;
        this.bus = bus;
        this.lease = lease;
        this.loop = new Loop("margin-watch", sweep, this::look);
        this.marking = meters.timer("oms.margin.marking");
        meters.gauge("oms.margin.positions", positions);
        meters.gauge("oms.margin.unknown", unknown);
        meters.gauge("oms.margin.calls", called);
        meters.gauge("oms.margin.liquidations", liquidating);
    }

    public void start() {
        loop.start();
    }

    @Override
    public void close() {
        loop.close();
    }

    private void look() throws SQLException {
        if (!lease.isHeld()) {
            return;
        }
        List<Account> accounts = marked.refresh();
        var look = risk.look(instruments, books.pairs());
        long before = System.nanoTime();
        List<Marked> found = marked.mark(accounts, look);
        marking.record(Duration.ofNanos(System.nanoTime() - before));
        positions.set(marked.positions());
        unknown.set(found.stream()
                .filter(one -> one.state() instanceof MarginState.Unknown)
                .count());
        called.set(accounts.stream().filter(Account::called).count());
        liquidating.set(accounts.stream().filter(Account::liquidating).count());
        have(found.stream()
                .filter(MarginWatch::mayBeToBeDone)
                .map(one -> one.account().accountId())
                .toList());
    }

    private static boolean mayBeToBeDone(Marked marked) {
        Account account = marked.account();
        MarginSettings settings = account.settings();
        if (account.liquidating()) {
            return true;
        }
        return switch (marked.state()) {
            case MarginState.Known known ->
                (account.called() ? known.isRestored(settings) : known.isCalled(settings))
                        || known.isStoppedOut(settings);
            case MarginState.Unknown _ -> false;
        };
    }

    private void have(List<AccountId> accountIds) {
        for (int from = 0; from < accountIds.size() && lease.isHeld() && !loop.isStopping(); from += MOST_AT_ONCE) {
            List<CompletableFuture<Void>> looked = new ArrayList<>();
            for (AccountId accountId : accountIds.subList(from, Math.min(from + MOST_AT_ONCE, accountIds.size()))) {
                looked.add(look(accountId));
            }
            CompletableFuture.allOf(looked.toArray(CompletableFuture[]::new)).join();
        }
    }

    /** Whatever goes wrong, it is still to be done at the next look. */
    private CompletableFuture<Void> look(AccountId accountId) {
        return bus.submit(new Command.WatchMargin(accountId)).handle((outcome, failure) -> {
            if (outcome instanceof Outcome.MarginWatched(MarginState _, List<MarginFact> done)) {
                done.forEach(fact -> tell(accountId, fact));
            } else {
                LOG.warn("The margin of account {} could not be looked at yet: {}", accountId, outcome, failure);
            }
            return null;
        });
    }

    private static void tell(AccountId accountId, MarginFact fact) {
        MarginState.Known state = fact.state();
        LOG.warn(
                "Margin of account {}: {}, equity {} of {} {} in use",
                accountId,
                fact.getClass().getSimpleName(),
                state.equity(),
                state.used(),
                state.baseCurrency());
    }
}
