package io.tradecore.ops.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The rows of fills, written set-based from one raw connection: what the database can do at all. */
final class FillLimit implements BenchCase {

    private static final int[] BATCHES = {250, 500, 1000, 2000};
    private static final int FIRST_GUESS_PER_SECOND = 15_000;
    private static final int SETUP_BATCH = 1000;

    private final Site site;
    private final BenchPlan plan;
    private int batch = BATCHES[0];
    private double perSecond = FIRST_GUESS_PER_SECOND;
    private double highest;

    FillLimit(Site site, BenchPlan plan) {
        this.site = site;
        this.plan = plan;
    }

    @Override
    public String name() {
        return "fill_limit";
    }

    @Override
    public void warmUp() throws Exception {
        batch = Best.of(BATCHES, size -> {
            double rate = run(size, plan.probe(), false).achieved();
            highest = Math.max(highest, rate);
            return rate;
        });
        perSecond = highest;
    }

    @Override
    public Sample measure() throws Exception {
        return run(batch, plan.measured(), true).with("batch", batch);
    }

    private Sample run(int size, Duration length, boolean check) throws Exception {
        return site.withoutApi(() -> {
            try (RawBooks raw = new RawBooks(site.superuser(), site.books().accounts())) {
                double seconds = (length.toNanos() + plan.runUp().toNanos()) / 1e9;
                List<RawBooks.Open> open = acknowledged(raw, (int) (perSecond * 1.2 * seconds) + 2 * size);
                site.books().settle();
                long runUpEnds = System.nanoTime() + plan.runUp().toNanos();
                int filled = 0;
                while (System.nanoTime() - runUpEnds < 0 && filled + 2 * size <= open.size()) {
                    raw.fill(open.subList(filled, filled + size));
                    filled += size;
                }
                int before = filled;
                Window window = Window.open(site);
                long end = System.nanoTime() + length.toNanos();
                while (System.nanoTime() - end < 0 && filled + size <= open.size()) {
                    raw.fill(open.subList(filled, filled + size));
                    filled += size;
                }
                Sample sample = window.close(filled - before);
                if (check) {
                    site.check(name());
                }
                return sample;
            }
        });
    }

    private static List<RawBooks.Open> acknowledged(RawBooks raw, int count) throws Exception {
        List<RawBooks.Open> open = new ArrayList<>(count);
        while (open.size() < count) {
            open.addAll(raw.placeAcknowledgedOrders(SETUP_BATCH));
        }
        return open;
    }
}
