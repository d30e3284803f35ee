package io.tradecore.ops.bench;

import java.time.Duration;

/** The rows of orders, written set-based from one raw connection: what the database can do at all. */
final class LimitOrders implements BenchCase {

    private static final int[] BATCHES = {250, 500, 1000, 2000};

    private final Site site;
    private final BenchPlan plan;
    private int batch = BATCHES[0];

    LimitOrders(Site site, BenchPlan plan) {
        this.site = site;
        this.plan = plan;
    }

    @Override
    public String name() {
        return "limit_orders";
    }

    @Override
    public void warmUp() throws Exception {
        batch = Best.of(BATCHES, size -> run(size, plan.probe(), false).achieved());
    }

    @Override
    public Sample measure() throws Exception {
        return run(batch, plan.measured(), true).with("batch", batch);
    }

    private Sample run(int size, Duration length, boolean check) throws Exception {
        return site.withoutApi(() -> {
            try (RawBooks raw = new RawBooks(site.superuser(), site.books().accounts())) {
                long runUpEnds = System.nanoTime() + plan.runUp().toNanos();
                while (System.nanoTime() - runUpEnds < 0) {
                    raw.placeOrders(size);
                }
                Window window = Window.open(site);
                long end = System.nanoTime() + length.toNanos();
                long placed = 0;
                while (System.nanoTime() - end < 0) {
                    placed += raw.placeOrders(size).size();
                }
                Sample sample = window.close(placed);
                if (check) {
                    site.check(name());
                }
                return sample;
            }
        });
    }
}
