package io.tradecore.servers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import io.tradecore.migrations.DbRole;
import io.tradecore.migrations.RolePasswords;
import io.tradecore.servers.Probes.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** The four servers as containers of a Docker engine, on free ports of its host. Image names are settings. */
final class ContainerServers {
    private static final int POSTGRES_PORT = 5432;
    private static final int PGBOUNCER_PORT = 6432;
    /** Which version an image has is known once it runs. */
    private static final boolean POOL_PREPARES = false;

    private static final int REDIS_PORT = 6379;
    private static final int NATS_PORT = 4222;
    private static final String ANY_HOST = "0.0.0.0";
    private static final String DATA = "/data";
    /** Tells whose container it is, for the run after one that ended without removing its containers. */
    private static final String DATA_LABEL = "io.tradecore.data";

    private static final String PGBOUNCER_INI = "/etc/tradecore/pgbouncer.ini";
    private static final String PGBOUNCER_USERLIST = "/etc/tradecore/userlist.txt";
    /** The user "nobody" of every image: PgBouncer refuses to run as root. */
    private static final String NOBODY = "65534:65534";

    private static final int WORLD_READABLE = 0644;

    private ContainerServers() {}

    /** Whether a Docker engine listens where this machine keeps it; nothing is started or pulled to find out. */
    static boolean engineAnswers() {
        return Settings.find("DOCKER_HOST")
                .map(host -> !host.startsWith("unix://") || listens(Path.of(host.substring("unix://".length()))))
                .orElseGet(() -> usualSockets().anyMatch(ContainerServers::listens));
    }

    static Servers.ServerSet in(Path dataDir, RolePasswords passwords) {
        try {
            Files.createDirectories(dataDir.resolve("logs"));
            removeOrphans(dataDir);
            var ports = io.tradecore.servers.Ports.free(4);
            return new Factory(
                            dataDir,
                            passwords,
                            Network.newNetwork(),
                            DockerClientFactory.instance().dockerHostIpAddress())
                    .make(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare " + dataDir, e);
        }
    }

    /** Two PostgreSQL servers on one folder would ruin it, and containers cannot see each other's locks. */
    private static void removeOrphans(Path dataDir) {
        var label = Map.of(DATA_LABEL, dataDir.toString());
        for (var orphan : docker().listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(label)
                .exec()) {
            docker().removeContainerCmd(orphan.getId()).withForce(true).exec();
        }
    }

    private static Stream<Path> usualSockets() {
        return Stream.concat(
                Stream.of(Path.of("/var/run/docker.sock")),
                Stream.of(
                                Settings.find("XDG_RUNTIME_DIR").map(dir -> Path.of(dir, "docker.sock")),
                                Settings.find("HOME").map(home -> Path.of(home, ".docker", "run", "docker.sock")))
                        .flatMap(Optional::stream));
    }

    private static boolean listens(Path socket) {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException ignored) {
            return false;
        }
    }

    /** Describes each container; none is started here. */
    private record Factory(Path dataDir, RolePasswords passwords, Network network, String host) {
        ContainerSet make(int pg, int pool, int redis, int nats) {
            var pgbouncer = pgbouncer(pool);
            var probes = List.of(
                    Probes.postgres(host, pg, passwords),
                    Probes.pgbouncer(host, pool, () -> output(pgbouncer, "pgbouncer", "--version")),
                    Probes.redis(host, redis),
                    Probes.nats(host, nats));
            return new ContainerSet(
                    new ContainerServer("postgres", postgres(pg), log("postgres"), probes.get(0)),
                    new ContainerServer("pgbouncer", pgbouncer, log("pgbouncer"), probes.get(1)),
                    new ContainerServer("redis", redis(redis), log("redis"), probes.get(2)),
                    new ContainerServer("nats", nats(nats), log("nats"), probes.get(3)),
                    new ServerAddresses(
                            host,
                            pg,
                            host,
                            pool,
                            POOL_PREPARES,
                            ServerConfigs.DATABASE,
                            "redis://" + host + ":" + redis,
                            "nats://" + host + ":" + nats),
                    probes,
                    network);
        }

        private GenericContainer<?> postgres(int hostPort) {
            var command = new ArrayList<>(List.of("postgres", "-c", "listen_addresses=*"));
            ServerConfigs.POSTGRES.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
            return container("TRADECORE_POSTGRES_IMAGE", "postgres:18", POSTGRES_PORT, hostPort)
                    .withNetworkAliases("postgres")
                    .withEnv("POSTGRES_PASSWORD", passwords.of(DbRole.SUPERUSER))
                    .withEnv("POSTGRES_INITDB_ARGS", "--locale=C --encoding=UTF8 --auth-host=scram-sha-256")
                    .withEnv("PGDATA", DATA + "/pgdata")
                    .withCreateContainerCmdModifier(dataIn("postgres"))
                    .withSharedMemorySize(1L << 30)
                    .withCommand(command.toArray(String[]::new));
        }

        private GenericContainer<?> pgbouncer(int hostPort) {
            var ini = ServerConfigs.pgbouncerIni(
                    ANY_HOST, PGBOUNCER_PORT, "postgres", POSTGRES_PORT, PGBOUNCER_USERLIST, POOL_PREPARES);
            var userlist = ServerConfigs.pgbouncerUserlist(passwords);
            return container("TRADECORE_PGBOUNCER_IMAGE", "edoburu/pgbouncer:v1.25.1-p0", PGBOUNCER_PORT, hostPort)
                    .withCopyToContainer(Transferable.of(ini, WORLD_READABLE), PGBOUNCER_INI)
                    .withCopyToContainer(Transferable.of(userlist, WORLD_READABLE), PGBOUNCER_USERLIST)
                    .withCreateContainerCmdModifier(
                            command -> command.withUser(NOBODY).withEntrypoint("pgbouncer"))
                    .withCommand(PGBOUNCER_INI);
        }

        private GenericContainer<?> redis(int hostPort) {
            var command = new ArrayList<>(ServerConfigs.redisArguments(ANY_HOST, REDIS_PORT, "/tmp"));
            command.addAll(List.of("--protected-mode", "no"));
            return container("TRADECORE_REDIS_IMAGE", "redis:7", REDIS_PORT, hostPort)
                    .withCommand(command.toArray(String[]::new));
        }

        private GenericContainer<?> nats(int hostPort) {
            return container("TRADECORE_NATS_IMAGE", "nats:2.10", NATS_PORT, hostPort)
                    .withCreateContainerCmdModifier(dataIn("nats"))
                    .withCommand(ServerConfigs.natsArguments(ANY_HOST, NATS_PORT, DATA)
                            .toArray(String[]::new));
        }

        /** The host's port is chosen by us, because one that the engine chooses changes at every start. */
        private GenericContainer<?> container(String setting, String image, int port, int hostPort) {
            var name = DockerImageName.parse(Settings.find(setting).orElse(image));
            var binding = new PortBinding(Ports.Binding.bindIpAndPort("127.0.0.1", hostPort), ExposedPort.tcp(port));
            return new GenericContainer<>(name)
                    .withNetwork(network)
                    .withLabel(DATA_LABEL, dataDir.toString())
                    .withExposedPorts(port)
                    .withCreateContainerCmdModifier(command ->
                            Objects.requireNonNull(command.getHostConfig()).withPortBindings(binding))
                    .waitingFor(ContainerServer.NO_WAIT);
        }

        private static String output(GenericContainer<?> container, String... command) throws IOException {
            try {
                return container.execInContainer(command).getStdout();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while asking " + command[0], e);
            }
        }

        /** Said to the engine directly: Testcontainers would pull an image of its own to try whether folders can be bound. */
        private Consumer<CreateContainerCmd> dataIn(String name) {
            try {
                var folder = Files.createDirectories(dataDir.resolve(name)).toString();
                return command ->
                        Objects.requireNonNull(command.getHostConfig()).withBinds(new Bind(folder, new Volume(DATA)));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot make a folder in " + dataDir, e);
            }
        }

        private Path log(String name) {
            return dataDir.resolve("logs").resolve(name + ".log");
        }
    }

    private record ContainerSet(
            ContainerServer postgres,
            ContainerServer pgbouncer,
            ContainerServer redis,
            ContainerServer nats,
            ServerAddresses addresses,
            List<Probe> probes,
            Network network)
            implements Servers.ServerSet {
        @Override
        public String description() {
            return Probes.describe("containers", probes);
        }

        @Override
        public void close() {
            Stream.of(nats, redis, pgbouncer, postgres).forEach(ContainerServer::remove);
            network.close();
        }
    }

    static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }
}
