package io.tradecore.ops.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.ConsumeOptions;
import io.nats.client.ConsumerContext;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whole lives of orders: placed over gRPC, routed, accepted by the venue and filled at once, booked. The bench plays the
 * venue. So many orders are on their way at a time that everything has work, and no more: an unanswered route is sent again.
 */
final class FullCycle extends FillCase {

    private static final int FIRST_COUNT = 3_000;
    private static final int MOST_UNDER_WAY = 4_000;
    private static final int MOST_UNANSWERED = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    FullCycle(Site site, BenchPlan plan) {
        super("full_cycle", site, plan, FIRST_COUNT);
    }

    @Override
    Sample run(int cycles, boolean check) throws Exception {
        site.reset();
        Acknowledged orders = new Acknowledged("cycle");
        AtomicBoolean open = new AtomicBoolean(true);
        try (ReportPublisher venue =
                        new ReportPublisher(site.installation().addresses().natsUri());
                GrpcEntry entry = new GrpcEntry(
                        site.installation().grpcAddress(),
                        site.tradingToken(),
                        GrpcSetting.STREAMS,
                        orders,
                        site.books().accounts())) {
            IterableConsumer routes = routes(venue);
            Thread answering = Thread.ofPlatform().name("bench-venue").start(() -> answer(routes, venue, open));
            Sample sample;
            try {
                Window window = Window.open(site);
                place(entry, orders, cycles);
                Booked.await(site, cycles, BOOKED_WITHIN);
                sample = window.close(cycles);
            } finally {
                open.set(false);
                answering.join();
                routes.close();
            }
            entry.finish();
            long failed = venue.finish() + orders.failedCount();
            if (check) {
                orders.verify(site.books());
                site.check(name());
            }
            return new Sample(sample.offered(), sample.achieved(), orders.refusedCount(), failed, 0, sample.more());
        }
    }

    private void place(GrpcEntry entry, Acknowledged orders, int cycles) throws Exception {
        long booked = 0;
        // Where the lane is full of reports an order is refused, and another one takes its place.
        for (int sent = 0; orders.acceptedCount() < cycles && sent < 2 * cycles; ) {
            long unanswered = sent - orders.answeredCount();
            long placed = unanswered + orders.acceptedCount();
            if (placed < cycles && placed - booked < MOST_UNDER_WAY && unanswered < MOST_UNANSWERED) {
                entry.sendOne();
                sent++;
            } else {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
                booked = site.books().bookedFills();
            }
        }
    }

    private static IterableConsumer routes(ReportPublisher venue) throws Exception {
        ConsumerContext consumer = venue.nats()
                .getStreamContext(Streams.ROUTES)
                .createOrUpdateConsumer(ConsumerConfiguration.builder()
                        .filterSubject("oms.route." + BenchOrder.VENUE + ".>")
                        .deliverPolicy(DeliverPolicy.New)
                        .ackPolicy(AckPolicy.None)
                        .build());
        return consumer.iterate(ConsumeOptions.builder().batchSize(2000).build());
    }

    /** Answers every order twice: taken, and filled. A route that comes again was answered before. */
    private static void answer(IterableConsumer routes, ReportPublisher venue, AtomicBoolean open) {
        String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
        Set<String> answered = new HashSet<>();
        try {
            while (open.get()) {
                Message message = routes.nextMessage(Duration.ofMillis(POLL_MS));
                if (message == null) {
                    continue;
                }
                JsonNode route = JSON.readTree(message.getData());
                String orderId = route.path("orderId").textValue();
                if (answered.add(orderId)) {
                    UUID account = UUID.fromString(route.path("accountId").textValue());
                    String clOrdId = route.path("clOrdId").textValue();
                    String execId = run + "-" + answered.size();
                    venue.publish(
                            account, execId + "-n", VenueReports.accepted(execId + "-n", account, orderId, clOrdId));
                    venue.publish(
                            account,
                            execId + "-t",
                            VenueReports.filled(
                                    execId + "-t",
                                    account,
                                    orderId,
                                    clOrdId,
                                    route.path("px").textValue()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | JetStreamStatusCheckedException e) {
            throw new IllegalStateException("the bench's venue cannot read routes", e);
        }
    }
}
