package io.tradecore.ops.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * The floor under every latency: one plain INSERT and COMMIT through the same pooler, as the same role, offered as many
 * times a second as the pipeline commits.
 */
final class FloorLatency implements BenchCase {

    private static final int CONNECTIONS = 8;
    private static final long LONGEST_US = TimeUnit.MINUTES.toMicros(1);
    private static final double LEAST_PER_SECOND = 100;
    private static final String MAKE_TABLE =
            "CREATE TABLE IF NOT EXISTS bench_floor (n bigint PRIMARY KEY, note text NOT NULL)";
    private static final String INSERT = "INSERT INTO bench_floor (n, note) VALUES (?, ?)";

    private final Site site;
    private final BenchPlan plan;
    private final DoubleSupplier perSecond;

    /** @param perSecond transactions to offer; asked before each repeat */
    FloorLatency(Site site, BenchPlan plan, DoubleSupplier perSecond) {
        this.site = site;
        this.plan = plan;
        this.perSecond = perSecond;
    }

    @Override
    public String name() {
        return "floor";
    }

    @Override
    public void warmUp() throws Exception {
        site.books().execute(MAKE_TABLE);
        site.books().execute("GRANT INSERT ON bench_floor TO oms_writer");
        run(LEAST_PER_SECOND, plan.probe());
    }

    @Override
    public Sample measure() throws Exception {
        return run(Math.max(LEAST_PER_SECOND, perSecond.getAsDouble()), plan.measured());
    }

    private Sample run(double rate, Duration length) throws Exception {
        site.reset();
        site.books().execute("TRUNCATE bench_floor");
        Histogram latencies = new ConcurrentHistogram(LONGEST_US, 3);
        LongAdder failed = new LongAdder();
        long firstMeasured = (long) (rate * plan.runUp().toNanos() / 1e9);
        long count = firstMeasured + (long) (rate * length.toNanos() / 1e9);
        AtomicLong next = new AtomicLong();
        try (HikariDataSource writer = Writers.pool(site, CONNECTIONS)) {
            long start = System.nanoTime();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(Thread.ofPlatform().name("floor-" + i).start(() -> {
                    for (long n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                        long due = start + (long) (n * 1e9 / rate);
                        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                            LockSupport.parkNanos(wait);
                        }
                        if (!insert(writer, n)) {
                            failed.increment();
                        } else if (n >= firstMeasured) {
                            latencies.recordValue(Math.clamp((System.nanoTime() - due) / 1000, 0, LONGEST_US));
                        }
                    }
                }));
            }
            for (Thread client : clients) {
                client.join();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Sample(rate, (count - failed.sum()) / seconds, 0, failed.sum(), 0, Map.of())
                    .with(Latencies.of(latencies));
        }
    }

    private static boolean insert(HikariDataSource writer, long n) {
        try (Connection connection = writer.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setLong(1, n);
            statement.setString(2, "a row about as wide as nothing else");
            statement.executeUpdate();
            connection.commit();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}
