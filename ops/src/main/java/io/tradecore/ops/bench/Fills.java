package io.tradecore.ops.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Fills of acknowledged orders: the bench plays the venue and publishes their reports as fast as JetStream takes them; the
 * clock stops when the last is booked in the database.
 */
final class Fills extends FillCase {

    private static final int SETUP_BATCH = 1000;
    private static final int FIRST_COUNT = 5_000;

    Fills(Site site, BenchPlan plan) {
        super("fills", site, plan, FIRST_COUNT);
    }

    @Override
    Sample run(int fills, boolean check) throws Exception {
        List<RawBooks.Open> open = acknowledgedOrders(fills);
        site.books().settle();
        try (ReportPublisher venue =
                new ReportPublisher(site.installation().addresses().natsUri())) {
            String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
            Window window = Window.open(site);
            String px = BenchOrder.PX.toPlainString();
            int sent = 0;
            for (RawBooks.Open order : open) {
                UUID account = order.account().id();
                String execId = run + "-" + sent++;
                venue.publish(
                        account,
                        execId,
                        VenueReports.filled(execId, account, order.orderId().toString(), order.clOrdId(), px));
            }
            double publishedIn = window.seconds();
            Booked.await(site, fills, BOOKED_WITHIN);
            Sample sample = window.close(fills);
            long failed = venue.finish();
            if (check) {
                site.check(name());
            }
            return new Sample(fills / publishedIn, sample.achieved(), 0, failed, 0, sample.more());
        }
    }

    /** Written past the API; its relay tells subscribers of them before the clock starts. */
    private List<RawBooks.Open> acknowledgedOrders(int fills) throws Exception {
        site.reset();
        List<RawBooks.Open> open = new ArrayList<>(fills);
        Streams told = Streams.of(site);
        try (RawBooks raw = new RawBooks(site.superuser(), site.books().accounts())) {
            while (open.size() < fills) {
                open.addAll(raw.placeAcknowledgedOrders(Math.min(SETUP_BATCH, fills - open.size())));
            }
        }
        long deadline = System.nanoTime() + BOOKED_WITHIN.toNanos();
        // Two events each: accepted by us, and by the venue.
        while (told.eventsSince() < 2L * fills) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the relay does not publish the events of the orders to be filled");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        return open;
    }
}
