package io.tradecore.servers;

import io.tradecore.migrations.PrivateFile;
import io.tradecore.migrations.RolePasswords;
import io.tradecore.servers.Probes.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The four servers as processes of this machine, on free ports of the loopback address. */
final class NativeServers {
    private static final String HOST = "127.0.0.1";
    /**
     * NATS collects its memory when it has grown to five times what is in use. At twice that, as it does by itself, it took two thirds of a core for a
     * tenth of a second every six seconds, at 200 orders a second.
     */
    private static final int NATS_GOGC = 400;
    /** From here on NATS collects as often as it must to stay below, instead. */
    private static final String NATS_MEMORY = "2GiB";

    private NativeServers() {}

    static Servers.ServerSet in(Path dataDir, RolePasswords passwords) {
        try {
            var ports = Ports.free(4);
            return make(dataDir, passwords, ports.get(0), ports.get(1), ports.get(2), ports.get(3));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare " + dataDir, e);
        }
    }

    private static NativeSet make(Path dataDir, RolePasswords passwords, int pg, int pool, int redis, int nats)
            throws IOException {
        var logs = Files.createDirectories(dataDir.resolve("logs"));
        var poolVersion = Programs.output("pgbouncer", "--version");
        var probes = List.of(
                Probes.postgres(HOST, pg, passwords),
                Probes.pgbouncer(HOST, pool, () -> poolVersion),
                Probes.redis(HOST, redis),
                Probes.nats(HOST, nats));
        return new NativeSet(
                new NativePostgres(
                        dataDir.resolve("postgres"), logs.resolve("postgres.log"), pg, passwords, probes.get(0)),
                pgbouncer(dataDir, pg, pool, passwords, poolVersion, probes.get(1)),
                redis(dataDir, redis, probes.get(2)),
                nats(dataDir, nats, probes.get(3)),
                new ServerAddresses(
                        HOST,
                        pg,
                        HOST,
                        pool,
                        ServerConfigs.poolPrepares(poolVersion),
                        ServerConfigs.DATABASE,
                        "redis://" + HOST + ":" + redis,
                        "nats://" + HOST + ":" + nats),
                probes);
    }

    private static Server pgbouncer(
            Path dataDir, int pgPort, int port, RolePasswords passwords, String version, Probe probe)
            throws IOException {
        var dir = Files.createDirectories(dataDir.resolve("pgbouncer"));
        var userlist = dir.resolve("userlist.txt");
        var ini = dir.resolve("pgbouncer.ini");
        PrivateFile.write(userlist, ServerConfigs.pgbouncerUserlist(passwords));
        var prepares = ServerConfigs.poolPrepares(version);
        Files.writeString(ini, ServerConfigs.pgbouncerIni(HOST, port, HOST, pgPort, userlist.toString(), prepares));
        var command = Programs.notAsRoot(List.of(Programs.find("pgbouncer"), ini.toString()));
        var stopSignal = ServerConfigs.poolStopSignal(version);
        return new NativeProcess("pgbouncer", command, dir, log(dataDir, "pgbouncer"), probe, stopSignal);
    }

    private static Server redis(Path dataDir, int port, Probe probe) throws IOException {
        var dir = Files.createDirectories(dataDir.resolve("redis"));
        var command = new ArrayList<>(List.of(Programs.find("redis-server")));
        command.addAll(ServerConfigs.redisArguments(HOST, port, dir.toString()));
        return new NativeProcess("redis", command, dir, log(dataDir, "redis"), probe, "TERM");
    }

    private static Server nats(Path dataDir, int port, Probe probe) throws IOException {
        var dir = Files.createDirectories(dataDir.resolve("nats"));
        var command = new ArrayList<>(List.of(
                "env",
                "GOMAXPROCS=" + natsProcessors(),
                "GOGC=" + NATS_GOGC,
                "GOMEMLIMIT=" + NATS_MEMORY,
                Programs.find("nats-server")));
        command.addAll(ServerConfigs.natsArguments(HOST, port, dir.toString()));
        return new NativeProcess("nats", command, dir, log(dataDir, "nats"), probe, "TERM");
    }

    /** Half of what there are: where all are used by others as well, NATS takes a quarter less of them if its threads wake each other less. */
    private static int natsProcessors() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    private static Path log(Path dataDir, String name) {
        return dataDir.resolve("logs").resolve(name + ".log");
    }

    private record NativeSet(
            Server postgres, Server pgbouncer, Server redis, Server nats, ServerAddresses addresses, List<Probe> probes)
            implements Servers.ServerSet {
        @Override
        public String description() {
            return Probes.describe("native", probes);
        }

        @Override
        public void close() {
            // Nothing is left of a process that was stopped.
        }
    }
}
