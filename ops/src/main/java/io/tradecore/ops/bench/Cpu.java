package io.tradecore.ops.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * CPU time used by the programs of an installation, from /proc. Servers in containers are not seen. Immutable and
 * thread-safe.
 */
final class Cpu {

    /** Of /proc/[pid]/stat, counted from the field after the program's name: utime, stime, and those of ended children. */
    private static final int UTIME = 11;

    private static final int CSTIME = 14;
    private static final double TICKS_PER_SECOND = 100;
    private static final List<String> SERVERS = List.of("pgbouncer", "redis-server", "nats-server");

    private final ProcessHandle api;
    private final ProcessHandle postmaster;

    Cpu(ProcessHandle api, ProcessHandle postmaster) {
        this.api = api;
        this.postmaster = postmaster;
    }

    /** Seconds used until now, by program: {@code generator} (this process), {@code api}, {@code postgres} and the servers. */
    Map<String, Double> seconds() {
        Map<String, Double> seconds = new TreeMap<>();
        seconds.put("generator", ofOne(ProcessHandle.current(), false));
        seconds.put("api", ofOne(api, false));
        seconds.put("postgres", ofFamily(postmaster));
        ProcessHandle.current().children().forEach(child -> {
            String program = child.info()
                    .command()
                    .map(command -> Path.of(command).getFileName().toString())
                    .orElse("");
            if (SERVERS.contains(program)) {
                seconds.merge(program, ofOne(child, false), Double::sum);
            }
        });
        return seconds;
    }

    /** Resident memory of the API in MiB: now, and at its most. */
    double apiResidentMib() {
        return statusKib("VmRSS:") / 1024;
    }

    double apiPeakMib() {
        return statusKib("VmHWM:") / 1024;
    }

    private static double ofFamily(ProcessHandle parent) {
        return ofOne(parent, true)
                + parent.descendants().mapToDouble(child -> ofOne(child, false)).sum();
    }

    /** Zero for a process that has just ended: then its parent counts it. */
    private static double ofOne(ProcessHandle process, boolean withEndedChildren) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            double ticks = 0;
            for (int field = UTIME; field <= (withEndedChildren ? CSTIME : UTIME + 1); field++) {
                ticks += Long.parseLong(fields[field]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException e) {
            return 0;
        }
    }

    private double statusKib(String key) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(api.pid()), "status")).stream()
                    .filter(line -> line.startsWith(key))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
