package io.tradecore.ops.bench;

import java.util.Map;

/** Latencies at a share of the best rate: orders come at their own times, whether or not earlier ones are answered. */
final class GrpcLatency implements BenchCase {

    private final String name;
    private final Site site;
    private final BenchPlan plan;
    private final double rate;
    private double transactionsPerSecond;

    GrpcLatency(String name, Site site, BenchPlan plan, double rate) {
        this.name = name;
        this.site = site;
        this.plan = plan;
        this.rate = rate;
    }

    @Override
    public String name() {
        return name;
    }

    /** Of the last repeat, how many transactions a second wrote its orders. */
    double transactionsPerSecond() {
        return transactionsPerSecond;
    }

    @Override
    public void warmUp() throws Exception {
        run(plan.probe().toMillis() / 1e3, false);
    }

    @Override
    public Sample measure() throws Exception {
        return run(plan.measured().toMillis() / 1e3, true);
    }

    private Sample run(double seconds, boolean check) throws Exception {
        site.reset();
        Acknowledged orders = new Acknowledged(name);
        try (GrpcEntry entry = new GrpcEntry(
                site.installation().grpcAddress(),
                site.tradingToken(),
                GrpcSetting.STREAMS,
                orders,
                site.books().accounts())) {
            double ignored = plan.runUp().toMillis() / 1e3;
            long began = System.nanoTime();
            entry.offer(rate, ignored, seconds);
            double took = (System.nanoTime() - began) / 1e9;
            entry.finish();
            transactionsPerSecond = site.books().writingTransactions(orders.prefix()) / took;
            if (check) {
                orders.verify(site.books());
                site.check(name);
            }
            Sample sample = new Sample(
                    rate,
                    orders.acceptedCount() / took,
                    orders.refusedCount(),
                    orders.failedCount(),
                    orders.droppedCount(),
                    Map.of());
            return sample.with(Latencies.of(entry.latencies())).with("transactions_per_s", transactionsPerSecond);
        }
    }
}
