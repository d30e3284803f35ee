package io.tradecore.ops.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Twice the best rate, offered for long: what is not accepted is refused at once, and nothing acknowledged is lost. */
final class Overload {

    /** So many that what holds orders back is the way in, not the client's side of a connection. */
    private static final int STREAMS = 16;

    private final Site site;
    private final BenchPlan plan;
    private final double best;

    /** @param best orders accepted per second when no more are offered than that */
    Overload(Site site, BenchPlan plan, double best) {
        this.site = site;
        this.plan = plan;
        this.best = best;
    }

    /**
     * Runs it once, after a warm-up.
     *
     * @throws InvariantException if an acknowledged order is not in the database, or the books are wrong
     */
    Medians run() throws Exception {
        warmUp();
        site.reset();
        Acknowledged orders = new Acknowledged("overload");
        try (GrpcEntry entry = entry(orders)) {
            Window window = Window.open(site);
            entry.offer(2 * best, seconds(plan.runUp()), seconds(plan.overload()));
            Sample sample = window.close(orders.acceptedCount());
            double took = window.seconds();
            entry.finish();
            orders.verify(site.books());
            site.check("overload");
            double offered = (orders.answeredCount() + orders.droppedCount()) / took;
            Sample counted = new Sample(
                            offered,
                            sample.achieved(),
                            orders.refusedCount(),
                            orders.failedCount(),
                            orders.droppedCount(),
                            Map.of())
                    .with(Latencies.of(entry.latencies()))
                    .with(sample.more())
                    .with("lost", 0)
                    .with("accepted_share", sample.achieved() / best);
            return new Medians("overload", List.of(counted));
        }
    }

    /** Refusing is a way of its own through the API's process and the generator's. */
    private void warmUp() throws Exception {
        site.reset();
        try (GrpcEntry entry = entry(new Acknowledged("overload_warm_up"))) {
            entry.offer(2 * best, 0, seconds(plan.warmUp()));
            entry.finish();
        }
    }

    private GrpcEntry entry(Acknowledged orders) throws InterruptedException {
        return new GrpcEntry(
                site.installation().grpcAddress(),
                site.tradingToken(),
                STREAMS,
                orders,
                site.books().accounts());
    }

    private static double seconds(Duration length) {
        return length.toMillis() / 1e3;
    }
}
