package io.tradecore.ops.bench;

import java.util.List;
import java.util.Map;

/** Twice the best rate, offered for long: what is not accepted is refused at once, and nothing acknowledged is lost. */
final class Overload {

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
     * Runs it once.
     *
     * @throws InvariantException if an acknowledged order is not in the database, or the books are wrong
     */
    Medians run() throws Exception {
        site.reset();
        Acknowledged orders = new Acknowledged("overload");
        try (GrpcEntry entry = new GrpcEntry(
                site.installation().grpcAddress(),
                site.tradingToken(),
                GrpcSetting.STREAMS,
                orders,
                site.books().accounts())) {
            double seconds = plan.overload().toMillis() / 1e3;
            Window window = Window.open(site);
            entry.offer(2 * best, 0, seconds);
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
}
