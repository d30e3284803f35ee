package io.tradecore.ops.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One transaction per order through the pooler, at its best concurrency: what people would use instead. */
final class UsualOrders implements BenchCase {

    private static final int[] CONNECTIONS = {1, 4, 8, 16, 32};

    private static final Logger LOG = LoggerFactory.getLogger(UsualOrders.class);

    private final Site site;
    private final BenchPlan plan;
    private int connections = CONNECTIONS[0];

    UsualOrders(Site site, BenchPlan plan) {
        this.site = site;
        this.plan = plan;
    }

    @Override
    public String name() {
        return "usual_orders";
    }

    @Override
    public void warmUp() throws Exception {
        connections =
                Best.of(CONNECTIONS, count -> run(count, plan.probe(), false).achieved());
    }

    @Override
    public Sample measure() throws Exception {
        return run(connections, plan.measured(), true).with("connections", connections);
    }

    private Sample run(int count, Duration length, boolean check) throws Exception {
        return site.withoutApi(() -> {
            LongAdder placed = new LongAdder();
            LongAdder refused = new LongAdder();
            LongAdder failed = new LongAdder();
            AtomicLong next = new AtomicLong();
            AtomicBoolean running = new AtomicBoolean(true);
            Sample sample;
            try (HikariDataSource writer = Writers.pool(site, count)) {
                UsualService service = new UsualService(writer);
                BenchAccounts accounts = site.books().accounts();
                List<Thread> clients = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    clients.add(Thread.ofPlatform().name("usual-" + i).start(() -> {
                        while (running.get()) {
                            long number = next.getAndIncrement();
                            try {
                                boolean done = service.place(accounts.of(number), "usual-" + number, number);
                                (done ? placed : refused).increment();
                            } catch (SQLException | RuntimeException e) {
                                LOG.warn("An order of the usual service failed: {}", e.toString());
                                failed.increment();
                            }
                        }
                    }));
                }
                TimeUnit.NANOSECONDS.sleep(plan.runUp().toNanos());
                long before = placed.sum();
                Window window = Window.open(site);
                window.await(length);
                sample = window.close(placed.sum() - before);
                running.set(false);
                for (Thread client : clients) {
                    client.join();
                }
            }
            if (check) {
                site.check(name());
            }
            return new Sample(sample.offered(), sample.achieved(), refused.sum(), failed.sum(), 0, sample.more());
        });
    }
}
