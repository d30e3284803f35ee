package io.tradecore.ops.venue;

import io.tradecore.ops.venue.journal.Venue;
import io.tradecore.ops.venue.matching.Rules;
import io.tradecore.ops.venue.matching.Touch;
import io.tradecore.ops.venue.nats.Disorder;
import io.tradecore.ops.venue.nats.VenueLink;
import io.tradecore.ops.venue.quotes.CsvQuotes;
import io.tradecore.ops.venue.quotes.HotQuotePublisher;
import io.tradecore.ops.venue.quotes.PushedQuotes;
import io.tradecore.ops.venue.quotes.QuoteFeed;
import io.tradecore.ops.venue.quotes.QuoteSource;
import io.tradecore.ops.venue.quotes.SeededQuotes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running venue: one thread owns the {@link Venue}, others bring it messages and quotes. If any of them fails in a way
 * that is not expected the whole process ends, and its journal is what the next one starts from.
 */
final class VenueProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VenueProcess.class);
    private static final Set<String> USUAL_SYMBOLS = Set.of("BTCUSDT", "ETHUSDT");
    private static final Duration STATUS_EVERY = Duration.ofSeconds(5);
    private static final Duration LAST_REPORTS = Duration.ofSeconds(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final VenueOptions options;
    private final Clock clock;
    private final QuoteSource quotes;
    private final Venue venue;
    private final Unasked unasked;
    private final VenueLink link;
    private final QuoteFeed feed;
    private final HotQuotePublisher hotQuotes;
    private final ScheduledExecutorService core;
    private final List<Thread> threads = new ArrayList<>();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final AtomicLong quoteCount = new AtomicLong();
    private Instant lastEndOfDay = Instant.MIN;

    VenueProcess(VenueOptions options, Clock clock) throws IOException {
        this.options = options;
        this.clock = clock;
        this.quotes = source(options);
        Share rejected = options.share("reject", options.rejectShare);
        Rules rules = new Rules(
                options.venueId,
                quotes.symbols()::contains,
                order -> rejected.test(order.orderId()),
                !options.noPending,
                options.closes());
        this.unasked = new Unasked(options);
        this.venue = Venue.open(options.data, rules, clock);
        this.core = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("venue-core").factory());
        Share duplicated = options.share("duplicate", options.duplicateShare);
        Share delayed = options.share("reorder", options.reorderShare);
        Disorder disorder = new Disorder(
                report -> !duplicated.isEmpty() && duplicated.test(Disorder.name(report)),
                report -> !delayed.isEmpty() && delayed.test(Disorder.name(report)));
        this.link = new VenueLink(options.natsUrl, options.venueId, this::take, venue.outbox(), disorder, this::sent);
        this.feed = new QuoteFeed(quotes, options.speed, this::receive);
        this.hotQuotes = new HotQuotePublisher(options.redisUrl, clock, feed::isAlive);
    }

    private static QuoteSource source(VenueOptions options) throws IOException {
        Set<String> only = new LinkedHashSet<>(options.symbols);
        Path replay = options.replay;
        QuoteSource source = replay != null
                ? new CsvQuotes(replay, only)
                : new SeededQuotes(options.seed, only.isEmpty() ? USUAL_SYMBOLS : only);
        return options.pushDown.signum() == 0 ? source : pushed(source, options);
    }

    private static QuoteSource pushed(QuoteSource source, VenueOptions options) throws IOException {
        Path when = options.pushWhen;
        return new PushedQuotes(
                source,
                options.pushDown,
                Duration.ofSeconds(options.pushOver),
                () -> when == null || Files.exists(when));
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    void start() {
        LOG.info(
                "venue {} trades {}; from its journal {} orders, {} of them open, and {} reports to be published again",
                options.venueId,
                quotes.symbols(),
                venue.engine().orders().size(),
                venue.engine().openOrders().size(),
                venue.outbox().size());
        thread("venue-nats", link::run);
        thread("venue-quotes", feed::run);
        thread("venue-redis", hotQuotes::run);
        every(STATUS_EVERY, this::logStatus);
        every(LOOK_EVERY, this::look);
        if (options.sessionSeconds > 0) {
            every(Duration.ofSeconds(options.sessionSeconds), () -> endSession(clock.instant()));
        }
    }

    private void thread(String name, Work work) {
        threads.add(Thread.ofPlatform().name(name).start(() -> {
            try {
                work.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (IOException | RuntimeException | Error e) {
                failure.completeExceptionally(e);
            }
        }));
    }

    private void every(Duration period, Runnable work) {
        Runnable guarded = () -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                failure.completeExceptionally(e);
                throw e;
            }
        };
        Future<?> unused =
                core.scheduleAtFixedRate(guarded, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs on the core's thread and waits for it. */
    private <T> T onCore(Callable<T> work) throws InterruptedException {
        try {
            return core.submit(work).get();
        } catch (ExecutionException e) {
            failure.completeExceptionally(e.getCause());
            throw new IllegalStateException("the venue has failed", e.getCause());
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the venue is stopping", e);
        }
    }

    private List<Venue.Disposition> take(List<Venue.Incoming> batch) throws InterruptedException {
        return onCore(() -> {
            List<Venue.Disposition> dispositions = new ArrayList<>(batch.size());
            for (Venue.Incoming incoming : batch) {
                dispositions.add(venue.take(incoming));
            }
            venue.commit();
            return dispositions;
        });
    }

    private void receive(List<Touch> touches) throws InterruptedException {
        onCore(() -> {
            touches.forEach(venue::quote);
            venue.commit();
            return touches.size();
        });
        touches.forEach(hotQuotes::offer);
        quoteCount.addAndGet(touches.size());
    }

    private void sent(int reports) {
        Future<?> unused = core.submit(() -> venue.sent(reports));
    }

    /** Looks for what is due by the clock. */
    private void look() {
        Instant now = clock.instant();
        venue.expireDue();
        if (options.endOfDay != null) {
            Instant end = lastEndOfDay(options.endOfDay, now);
            if (end.isAfter(lastEndOfDay)) {
                // At the first look after a start it may have passed while the venue was down.
                lastEndOfDay = end;
                endSession(end);
            }
        }
        unasked.act(venue, now);
        venue.commit();
    }

    private static Instant lastEndOfDay(LocalTime endOfDay, Instant now) {
        Instant today = now.atOffset(ZoneOffset.UTC).with(endOfDay).toInstant();
        return today.isAfter(now) ? today.minus(Duration.ofDays(1)) : today;
    }

    private void endSession(Instant end) {
        long ended = venue.endSession(end);
        venue.commit();
        LOG.info("the session is over: {} orders ended with it", ended);
    }

    private void logStatus() {
        LOG.info(
                "venue {}: orders {} (open {}), repeated {}, fills {}, reports sent {} (waiting {}), quotes {}, nats {},"
                        + " redis {}",
                options.venueId,
                venue.engine().orders().size(),
                venue.engine().openOrders().size(),
                venue.repeats(),
                venue.fills(),
                venue.sent(),
                venue.outbox().size(),
                quoteCount.get(),
                link.isUp() ? "up" : "down",
                hotQuotes.isUp() ? "up" : "down");
    }

    /** Completes exceptionally when the process cannot go on. */
    CompletableFuture<Void> failure() {
        return failure;
    }

    /** Takes nothing more, lets the last reports go if that is possible soon, and closes the journal. */
    @Override
    public void close() throws IOException {
        try {
            link.stop();
            boolean allSent = venue.outbox().awaitEmpty(link.isUp() ? LAST_REPORTS : Duration.ZERO);
            for (Thread thread : threads) {
                thread.interrupt();
            }
            for (Thread thread : threads) {
                thread.join(Duration.ofSeconds(5));
            }
            core.shutdown();
            boolean coreIsDone = core.awaitTermination(5, TimeUnit.SECONDS);
            LOG.info(
                    "venue {} has stopped{}{}",
                    options.venueId,
                    allSent ? "" : "; reports not sent yet will be at the next start",
                    coreIsDone ? "" : "; its core did not end in time");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            quotes.close();
            venue.close();
        }
    }
}
