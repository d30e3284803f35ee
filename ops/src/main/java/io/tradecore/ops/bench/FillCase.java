package io.tradecore.ops.bench;

import java.time.Duration;

/** A number of fills that ends when the last is booked: as many as take the length of a repeat, found by warming up. */
abstract class FillCase implements BenchCase {

    static final Duration BOOKED_WITHIN = Duration.ofMinutes(2);
    static final long POLL_MS = 10;

    final Site site;
    private final String name;
    private final BenchPlan plan;
    private final int firstCount;
    private int count;

    FillCase(String name, Site site, BenchPlan plan, int firstCount) {
        this.name = name;
        this.site = site;
        this.plan = plan;
        this.firstCount = firstCount;
        this.count = firstCount;
    }

    /** Has so many fills booked. */
    abstract Sample run(int fills, boolean check) throws Exception;

    @Override
    public String name() {
        return name;
    }

    @Override
    public void warmUp() throws Exception {
        long end = System.nanoTime() + plan.warmUp().toNanos();
        double rate;
        do {
            rate = run(firstCount, false).achieved();
        } while (System.nanoTime() - end < 0);
        count = Math.max(firstCount, (int) (rate * plan.measured().toMillis() / 1000));
    }

    @Override
    public Sample measure() throws Exception {
        return run(count, true).with("count", count);
    }
}
