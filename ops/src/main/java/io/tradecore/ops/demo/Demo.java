package io.tradecore.ops.demo;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.tradecore.ops.books.Reconciliation;
import io.tradecore.ops.books.SessionBooks;
import io.tradecore.ops.demo.Tally.Unknown;
import io.tradecore.ops.market.DemoAccount;
import io.tradecore.ops.market.QuoteBoard;
import io.tradecore.ops.market.Terms;
import io.tradecore.ops.rest.ApiClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * One trading session from the first order to the proof that the books are right. {@link #run} blocks; {@link #stop} may
 * be called from any thread and makes it end early.
 */
public final class Demo {

    private static final Duration QUOTES_WITHIN = Duration.ofSeconds(20);
    private static final Duration QUIET_WITHIN = Duration.ofSeconds(60);
    private static final Duration LAST_ANSWER_WITHIN = Duration.ofSeconds(15);
    private static final long POLL_MS = 200;
    private static final double MS_IN_US = 1000.0;

    private final DemoOptions options;
    private final List<DemoAccount> accounts;
    private final List<Terms> instruments;
    private final ApiClient api;
    private final Function<DemoAccount, String> tokens;
    private final QuoteBoard quotes;
    private final Connection nats;
    private final Books books;
    private final Path acknowledgedLog;
    private final PrintStream out;
    private final boolean terminal;

    private final Tally tally = new Tally();
    private final Figures figures = new Figures();
    private final List<Trader> traders = new ArrayList<>();
    private volatile boolean stopped;

    /** Opens the books of a session: its accounts, and what its ClOrdIDs start with. */
    @FunctionalInterface
    public interface Books {
        SessionBooks open(List<UUID> accounts, String prefix) throws SQLException, IOException;
    }

    public Demo(
            DemoOptions options,
            List<DemoAccount> accounts,
            List<Terms> instruments,
            ApiClient api,
            Function<DemoAccount, String> tokens,
            QuoteBoard quotes,
            Connection nats,
            Books books,
            Path acknowledgedLog,
            PrintStream out,
            boolean terminal) {
        this.options = options;
        this.accounts = List.copyOf(accounts);
        this.instruments = List.copyOf(instruments);
        this.api = api;
        this.tokens = tokens;
        this.quotes = quotes;
        this.nats = nats;
        this.books = books;
        this.acknowledgedLog = acknowledgedLog;
        this.out = out;
        this.terminal = terminal;
    }

    /** Sends no further order; a session that is stopped counts nothing and proves nothing. */
    public void stop() {
        stopped = true;
        traders.forEach(Trader::stop);
    }

    public boolean isStopped() {
        return stopped;
    }

    /** What is known so far; complete when {@link #run} has returned. */
    public Figures figures() {
        return figures;
    }

    /**
     * Runs the session.
     *
     * @return whether it went to its end and everything is proven right
     */
    public boolean run() throws InterruptedException {
        Instant start = Instant.now();
        String prefix = "d" + Long.toString(start.getEpochSecond(), 36) + "-";
        awaitQuotes();
        try (FillSubscriber fills = new FillSubscriber(nats);
                AcknowledgedLog acknowledged = new AcknowledgedLog(acknowledgedLog);
                SessionBooks session =
                        books.open(accounts.stream().map(DemoAccount::id).toList(), prefix)) {
            double seconds = trade(prefix, acknowledged, fills);
            if (stopped) {
                figures.problem("stopped before its end");
                putClientFigures(seconds);
                return false;
            }
            boolean quiet = settle(session, fills);
            putClientFigures(seconds);
            count(session, fills, acknowledged, start, seconds);
            if (!quiet) {
                figures.problem("not everything was answered within " + QUIET_WITHIN.toSeconds() + " s");
            }
        } catch (SQLException | IOException | JetStreamApiException e) {
            figures.problem("could not count: " + e);
        }
        return figures.problems().isEmpty();
    }

    private void awaitQuotes() throws InterruptedException {
        long deadline = System.nanoTime() + QUOTES_WITHIN.toNanos();
        while (!stopped
                && !instruments.stream()
                        .allMatch(terms -> quotes.touch(terms.symbol()).isPresent())) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("no quotes for all of "
                        + instruments.stream().map(Terms::symbol).toList() + " within " + QUOTES_WITHIN.toSeconds()
                        + " s; does the venue's side publish them?");
            }
            Thread.sleep(POLL_MS);
        }
    }

    /** Sends orders at the asked rate; the seconds it took. */
    private double trade(String prefix, AcknowledgedLog acknowledged, FillSubscriber fills)
            throws InterruptedException {
        Progress progress = new Progress(out, terminal);
        SplittableRandom seeds = new SplittableRandom(options.seed());
        for (DemoAccount account : accounts) {
            OrderPlanner planner = new OrderPlanner(seeds.split(), prefix + account.number() + "-", account.poor());
            traders.add(
                    new Trader(account, tokens.apply(account), api, quotes, instruments, planner, tally, acknowledged));
        }
        List<Thread> threads = traders.stream()
                .map(trader -> Thread.ofVirtual().name("trader").start(trader))
                .toList();
        long began = System.nanoTime();
        long end = began + TimeUnit.SECONDS.toNanos(options.seconds());
        long pause = TimeUnit.SECONDS.toNanos(1) / options.rate();
        int act = 0;
        // Ticks are due at fixed times, whether or not the answers to earlier ones have come.
        for (long due = began; due < end && !stopped; due += pause) {
            for (long now = System.nanoTime(); now < due && !stopped; now = System.nanoTime()) {
                LockSupport.parkNanos(due - now);
            }
            traders.get(act % traders.size()).tick();
            act++;
            progress.show(
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
                    options.seconds(),
                    tally,
                    fills.received());
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        progress.done();
        traders.forEach(Trader::stop);
        joinWithin(threads, LAST_ANSWER_WITHIN);
        return seconds;
    }

    private static void joinWithin(List<Thread> threads, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        for (Thread thread : threads) {
            Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
            if (!thread.join(left)) {
                // Its request is noted as unknown and asked for afterwards.
                thread.interrupt();
                thread.join();
            }
        }
    }

    /** Clears up unknown answers, cancels what is open and waits until nothing is outstanding anywhere. */
    private boolean settle(SessionBooks session, FillSubscriber fills)
            throws InterruptedException, SQLException, IOException, JetStreamApiException {
        out.println("  cancelling what rests, waiting for the venue's last word");
        VenueReports reports = new VenueReports(nats);
        long deadline = System.nanoTime() + QUIET_WITHIN.toNanos();
        while (!isQuiet(session, fills, reports)) {
            if (stopped || System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(POLL_MS);
        }
        return true;
    }

    private boolean isQuiet(SessionBooks session, FillSubscriber fills, VenueReports reports)
            throws InterruptedException, SQLException, IOException, JetStreamApiException {
        resolveUnknown();
        if (session.openOrders() > 0) {
            for (Trader trader : traders) {
                trader.cancelOpenOrders();
            }
            return false;
        }
        return tally.unknown.isEmpty()
                && session.pendingOrders() == 0
                && session.unretiredRoutes() == 0
                && reports.drained()
                && fills.receivedOf(session.orderIds()) >= executions(session);
    }

    private static long executions(SessionBooks session) throws SQLException {
        return session.executionsByType().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private void resolveUnknown() throws InterruptedException {
        for (Unknown request : List.copyOf(tally.unknown)) {
            boolean resolved = switch (request) {
                case Unknown.OfOrder order -> order.trader().resolve(order.request());
                case Unknown.OfList list -> list.trader().resolve(list.request());
                case Unknown.OfMassCancel cancel -> cancel.trader().resolve(cancel.request());
                case Unknown.OfRepetition again -> again.trader().resolveRepetition(again.request());
                case Unknown.OfChange change -> change.trader().resolveChange(change.orderId());
            };
            if (resolved) {
                tally.unknown.remove(request);
            }
        }
    }

    private void putClientFigures(double seconds) {
        figures.put("seconds", rounded(seconds));
        figures.put("accounts", accounts.size());
        figures.put("symbols", instruments.stream().map(Terms::symbol).toList());
        figures.put("orders_sent", tally.ordersSent.sum());
        figures.put("acknowledged", tally.acknowledged.sum());
        figures.put("acknowledged_per_s", rounded(tally.acknowledged.sum() / seconds));
        figures.put("refused", tally.refused.sum());
        figures.put("rate_limited", tally.rateLimited.sum());
        figures.put("cancels_sent", tally.cancelsSent.sum());
        figures.put("cancels_accepted", tally.cancelsAccepted.sum());
        figures.put("replaces_sent", tally.replacesSent.sum());
        figures.put("replaces_accepted", tally.replacesAccepted.sum());
        figures.put("lists_placed", tally.listsAcknowledged.sum());
        figures.put("lists_denied", tally.listsDenied.sum());
        figures.put("mass_cancels", tally.massCancels.sum());
        figures.put("mass_canceled_orders", tally.massCanceled.sum());
        figures.put("replayed", tally.replayed.sum());
        figures.put("unknown_met", tally.unknownMet.sum());
        figures.put("acts_skipped", tally.ticksSkipped.sum());
        Histogram times = tally.acknowledgementTimes();
        figures.put("p50_ms", rounded(times.getValueAtPercentile(50) / MS_IN_US));
        figures.put("p99_ms", rounded(times.getValueAtPercentile(99) / MS_IN_US));
        figures.put("p999_ms", rounded(times.getValueAtPercentile(99.9) / MS_IN_US));
        figures.putZero("contradictions", tally.contradictions.sum());
    }

    private void count(
            SessionBooks session, FillSubscriber fills, AcknowledgedLog acknowledged, Instant start, double seconds)
            throws SQLException, IOException, JetStreamApiException, InterruptedException {
        Map<String, Long> byStatus = session.ordersByStatus();
        long denied = byStatus.getOrDefault("DENIED", 0L);
        long accepted = byStatus.values().stream().mapToLong(Long::longValue).sum() - denied;
        figures.put("denied", denied);
        figures.put("denied_by_reason", session.deniedByReason());
        figures.put("rejected", byStatus.getOrDefault("REJECTED", 0L));
        figures.put("canceled", byStatus.getOrDefault("CANCELED", 0L));
        figures.put("expired", byStatus.getOrDefault("EXPIRED", 0L));
        figures.put("filled", byStatus.getOrDefault("FILLED", 0L));
        figures.put("replaced", session.replaced());
        figures.put("triggered", session.triggered());
        SessionBooks.Lists lists = session.lists();
        figures.put("lists_by_type", lists.placedByType());
        figures.put("lists_completed", lists.completedByType());
        Map<String, Long> byExecType = session.executionsByType();
        figures.put("fills", byExecType.getOrDefault("TRADE", 0L));
        figures.put("busts", byExecType.getOrDefault("TRADE_CANCEL", 0L));
        figures.put("corrections", byExecType.getOrDefault("TRADE_CORRECT", 0L));
        long executions = executions(session);
        figures.put("fills_per_s", rounded(executions / seconds));
        Set<String> orderIds = session.orderIds();
        long heard = fills.receivedOf(orderIds);
        figures.put("subscriber_executions", heard);
        figures.put("by_symbol", session.acceptedBySymbol());
        figures.put("by_type", session.acceptedByType());
        long unresolved = tally.unknown.size() + session.pendingOrders() + session.unretiredRoutes();
        figures.putZero("unresolved", unresolved);
        figures.putZero("still_open", session.openOrders());
        figures.putZero(
                "routed_twice", new VenueReports(nats).ordersTakenTwice().size());
        figures.putZero("quarantined", session.quarantinedSince(start));
        AcknowledgedLog.Verdict memory = acknowledged.verify(session);
        figures.put("acknowledged_of_all_sessions", memory.acknowledged());
        figures.putZero("lost", memory.lost());
        if (accepted != tally.acknowledged.sum()) {
            figures.problem("the database has " + accepted + " accepted orders, clients were acknowledged "
                    + tally.acknowledged.sum());
        }
        if (lists.placed() != tally.listsAcknowledged.sum()) {
            figures.problem("the database has " + lists.placed() + " accepted lists, clients were acknowledged "
                    + tally.listsAcknowledged.sum());
        }
        if (heard != executions) {
            figures.problem("a subscriber received " + heard + " of " + executions + " executions");
        }
        reconcile(session);
    }

    private void reconcile(SessionBooks session) throws SQLException {
        Reconciliation reconciliation = session.reconcile();
        figures.put("invariants_checked", reconciliation.checked());
        figures.putZero("invariants_failed", reconciliation.failed());
        if (reconciliation.checked() == 0) {
            figures.problem("no invariant was checked");
        }
        out.println();
        out.print(figures.table("Session"));
        out.println();
        out.print(reconciliation.table());
    }

    private static double rounded(double value) {
        return Math.round(value * MS_IN_US) / MS_IN_US;
    }
}
