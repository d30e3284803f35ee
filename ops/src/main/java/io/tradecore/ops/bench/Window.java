package io.tradecore.ops.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The time a repeat is measured over: what was used in it, beside what was done in it. */
final class Window {

    private static final double MICROS = 1e6;

    private final Site site;
    private final Cpu cpu;
    private final Map<String, Double> cpuBefore;
    private final long walBefore;
    private final long beganNanos;

    private Window(Site site) throws SQLException {
        this.site = site;
        this.cpu = site.cpu();
        this.walBefore = site.books().walBytes();
        this.cpuBefore = cpu.seconds();
        this.beganNanos = System.nanoTime();
    }

    static Window open(Site site) throws SQLException {
        return new Window(site);
    }

    /** Waits until the window has been open for so long. */
    void await(Duration length) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(length.toNanos() - (System.nanoTime() - beganNanos));
    }

    double seconds() {
        return (System.nanoTime() - beganNanos) / 1e9;
    }

    /** The rate of what was done since, with CPU and WAL for each. */
    Sample close(long done) throws SQLException {
        double seconds = seconds();
        Map<String, Double> cpuAfter = cpu.seconds();
        long wal = site.books().walBytes() - walBefore;
        Map<String, Double> used = new TreeMap<>();
        double all = 0;
        for (Map.Entry<String, Double> program : cpuAfter.entrySet()) {
            double spent = program.getValue() - cpuBefore.getOrDefault(program.getKey(), 0.0);
            all += spent;
            used.put("cpu_us_" + program.getKey().replace("-server", ""), spent * MICROS / Math.max(1, done));
        }
        used.put("cpu_cores", all / seconds);
        used.put("wal_bytes", (double) wal / Math.max(1, done));
        return Sample.ofRate(done / seconds).with(used);
    }
}
