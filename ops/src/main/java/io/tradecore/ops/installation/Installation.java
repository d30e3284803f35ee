package io.tradecore.ops.installation;

import io.tradecore.migrations.DbRole;
import io.tradecore.migrations.Migrator;
import io.tradecore.ops.rest.ApiClient;
import io.tradecore.servers.ServerAddresses;
import io.tradecore.servers.ServerOptions;
import io.tradecore.servers.Servers;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything that runs: the four servers, the API and the venue simulator. Started step by step, stopped in the reverse
 * order; a stop that comes during the start waits for the step under way and undoes what there is. Thread-safe.
 */
public final class Installation implements AutoCloseable {

    private static final String LOCALHOST = "127.0.0.1";
    private static final int USUAL_API_PORT = 8080;
    private static final int USUAL_GRPC_PORT = 9090;
    private static final Duration API_GRACE = Duration.ofSeconds(20);
    private static final Duration SIMULATOR_GRACE = Duration.ofSeconds(10);
    private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(10);
    private static final Duration API_ANSWERS_WITHIN = Duration.ofSeconds(60);
    private static final long POLL_MS = 50;
    private static final String SIMULATOR_MAIN = "io.tradecore.ops.venue.VenueSimulator";
    /** Collected by one thread: what it trades with shares the cores with it. */
    private static final List<String> SIMULATOR_JVM_OPTIONS =
            List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    private final InstallationOptions options;
    private final PrintStream out;
    private final Deque<Part> started = new ArrayDeque<>();
    private boolean stopping;

    private @Nullable Servers servers;
    private @Nullable Secrets secrets;
    private @Nullable ChildProcess api;
    private @Nullable ChildProcess simulator;
    private Function<ServerAddresses, Map<String, String>> apiSettings = _ -> Map.of();
    private int apiPort;
    private int grpcPort;

    private record Part(String name, AutoCloseable closeable) {}

    public Installation(InstallationOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Claims the data folder, starts the servers, brings the schema up to date and starts the API.
     *
     * @throws IllegalStateException when a part does not start; the message says which and where its log is
     */
    public void start() throws InterruptedException {
        step(this::claimFolder);
        step(this::stopLeftovers);
        step(this::startServers);
        step(this::migrate);
        startApiWithRetry();
        step(this::writeRunFile);
    }

    /**
     * Starts like {@link #start()}, with some of the API's settings other than usual.
     *
     * @param apiSettings variables of the API's environment, told once the servers' addresses are known
     */
    public void start(Function<ServerAddresses, Map<String, String>> apiSettings) throws InterruptedException {
        this.apiSettings = apiSettings;
        start();
    }

    /** Ends the API as a crash does (SIGKILL): nothing is said to anybody and nothing finished. {@link #restartApi} starts it again. */
    public void killApi() {
        step(() -> require(api).kill());
    }

    /** Stops the API, if it still runs, and starts it again; returns before it answers. */
    public void restartApi() {
        step(() -> {
            // The API is always the first to be stopped, so it is on top.
            started.pop();
            require(api).close();
            startApi();
        });
        step(this::writeRunFile);
    }

    /** The API's process. */
    public ProcessHandle apiProcess() {
        return require(api).handle();
    }

    /** Starts the venue simulator, which needs the API's streams. */
    public void startSimulator() {
        step(this::startVenue);
        step(this::writeRunFile);
    }

    public URI apiUrl() {
        return URI.create("http://" + LOCALHOST + ":" + apiPort);
    }

    /** Where the API answers gRPC, as {@code host:port}. */
    public String grpcAddress() {
        return LOCALHOST + ":" + grpcPort;
    }

    public ServerAddresses addresses() {
        return require(servers).addresses();
    }

    public Secrets secrets() {
        return require(secrets);
    }

    /** A connection of the server's administrator straight to PostgreSQL: no pooler, no row-level security. */
    public Connection superuser() throws SQLException {
        String superuser = DbRole.SUPERUSER.username();
        return DriverManager.getConnection(
                addresses().directUrl(), superuser, secrets().passwordOf(superuser));
    }

    public Tokens tokens() {
        return new Tokens(secrets().jwtSecret());
    }

    /** Runs action with its name when the API or the simulator ends by itself. */
    public void onUnexpectedExit(Consumer<String> action) {
        for (ChildProcess child : children()) {
            child.onExit(() -> {
                if (!isStopping()) {
                    action.accept(child.name() + " stopped unexpectedly, see " + child.log());
                }
            });
        }
    }

    /** Stops what was started, the last first. A second call waits for the first and does nothing. */
    @Override
    public void close() {
        synchronized (this) {
            stopping = true;
        }
        synchronized (started) {
            stopParts();
        }
    }

    private void stopParts() {
        for (Part part = started.poll(); part != null; part = started.poll()) {
            try {
                part.closeable().close();
                if (!part.name().isEmpty()) {
                    out.println("Stopped " + part.name());
                }
            } catch (Exception e) {
                out.println("Could not stop " + part.name() + ": " + e.getMessage());
            }
        }
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    private synchronized List<ChildProcess> children() {
        List<ChildProcess> children = new ArrayList<>();
        if (api != null) {
            children.add(api);
        }
        if (simulator != null) {
            children.add(simulator);
        }
        return children;
    }

    private synchronized void step(Runnable step) {
        if (stopping) {
            throw new IllegalStateException("stopped while starting");
        }
        step.run();
    }

    private void claimFolder() {
        options.data().create();
        started.push(new Part("", options.data().lock()));
    }

    /** The folder is ours now, so whatever an earlier launcher left behind on it has no owner any more. */
    private void stopLeftovers() {
        RunFile.read(options.data().runFile()).ifPresent(last -> {
            stopLeftover("API", last.api());
            stopLeftover("venue simulator", last.venue());
        });
    }

    private void stopLeftover(String name, @Nullable ProcessStamp stamp) {
        if (stamp != null) {
            stamp.running().ifPresent(process -> {
                out.println("Stopping the " + name + " an earlier launcher left behind (pid " + process.pid() + ")");
                ChildProcess.stop(process, LEFTOVER_GRACE);
            });
        }
    }

    private void startServers() {
        out.println("Starting PostgreSQL, PgBouncer, Redis and NATS in "
                + options.data().root());
        Servers running = Servers.start(ServerOptions.in(options.data().root()));
        servers = running;
        started.push(new Part("PostgreSQL, PgBouncer, Redis and NATS", running));
        secrets = Secrets.loadOrCreate(options.data().secrets());
    }

    private void migrate() {
        Servers running = require(servers);
        try {
            try (var superuser = running.superuserConnection()) {
                Migrator.bootstrap(superuser, running.addresses().database(), running.passwords());
            }
            int applied = new Migrator(running.addresses().directUrl(), running.passwords()).migrate();
            out.println(applied == 0 ? "The schema is up to date" : "Applied " + applied + " migrations");
        } catch (SQLException e) {
            throw new IllegalStateException("cannot migrate the database: " + e.getMessage(), e);
        }
    }

    private void startApi() {
        Integer asked = options.apiPort();
        apiPort = asked != null ? asked : Ports.freePort(USUAL_API_PORT);
        grpcPort = Ports.freePort(USUAL_GRPC_PORT);
        ServerAddresses addresses = addresses();
        Map<String, String> environment = new TreeMap<>();
        // Everything of this installation listens on this machine only.
        environment.put("MICRONAUT_SERVER_HOST", LOCALHOST);
        environment.put("GRPC_SERVER_HOST", LOCALHOST);
        environment.put("OMS_HTTP_PORT", Integer.toString(apiPort));
        environment.put("OMS_GRPC_PORT", Integer.toString(grpcPort));
        environment.put("OMS_JWT_SECRET", secrets().jwtSecret());
        environment.put("OMS_CHAIN_KEY", secrets().chainKey());
        environment.put("OMS_CHAIN_FILE", options.data().chainHeads().toString());
        environment.put("OMS_DB_URL", addresses.pooledUrl());
        environment.put("DATASOURCES_WRITER_URL", addresses.writerUrl());
        environment.put("OMS_WRITER_PASSWORD", secrets().passwordOf(DbRole.WRITER.username()));
        environment.put("OMS_READER_PASSWORD", secrets().passwordOf(DbRole.READER.username()));
        environment.put("OMS_ADMIN_PASSWORD", secrets().passwordOf(DbRole.ADMIN.username()));
        environment.put("OMS_RELAY_PASSWORD", secrets().passwordOf(DbRole.RELAY.username()));
        environment.put("OMS_NATS_URL", addresses.natsUri());
        environment.put("OMS_REDIS_URL", addresses.redisUri());
        environment.putAll(apiSettings.apply(addresses));
        ChildProcess child = ChildProcess.start(
                "the API",
                new ApiJvm(options.home()).command(),
                environment,
                options.data().logs().resolve("api.log"),
                API_GRACE);
        api = child;
        started.push(new Part(child.name(), child));
    }

    /** A port that was free when it was chosen may be taken by the time the API binds it: then others are chosen, once. */
    private void startApiWithRetry() throws InterruptedException {
        step(this::startApi);
        if (!awaitApi() && options.apiPort() == null) {
            out.println("The API did not start, trying other ports");
            step(() -> started.pop());
            step(this::startApi);
            awaitApi();
        }
        if (!require(api).isAlive()) {
            throw new IllegalStateException(
                    "the API ended while starting\n" + lastLines(require(api).log()));
        }
    }

    /** Waits until the API answers; false when it ended instead. */
    public boolean awaitApi() throws InterruptedException {
        ChildProcess child = require(api);
        String token = tokens().issue("launcher", List.of("admin"), List.of(), API_ANSWERS_WITHIN);
        long deadline = System.nanoTime() + API_ANSWERS_WITHIN.toNanos();
        try (ApiClient client = new ApiClient(apiUrl())) {
            // Whoever answers on that port must know our secret: it could be another installation.
            while (!client.isHealthy() || !client.accepts(token)) {
                if (!child.isAlive()) {
                    return false;
                }
                if (isStopping() || System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("the API is not healthy, see " + child.log());
                }
                Thread.sleep(POLL_MS);
            }
            return true;
        }
    }

    private void startVenue() {
        List<String> arguments = new ArrayList<>(List.of(
                "--nats", addresses().natsUri(),
                "--redis", addresses().redisUri(),
                "--venue", "SIM",
                "--data", options.data().venue().toString()));
        Path replay = options.replay();
        if (replay != null) {
            arguments.addAll(List.of("--replay", replay.toAbsolutePath().toString()));
        } else {
            arguments.addAll(
                    List.of("--seed", Long.toString(options.seed()), "--symbols", String.join(",", options.symbols())));
        }
        arguments.addAll(options.venueBehaviour());
        ChildProcess child = ChildProcess.start(
                "the venue simulator",
                simulatorCommand(arguments),
                Map.of(),
                options.data().logs().resolve("venue.log"),
                SIMULATOR_GRACE);
        simulator = child;
        // Stopped after the API, so that it still answers what the API routes while it ends.
        Part apiPart = started.pop();
        started.push(new Part(child.name(), child));
        started.push(apiPart);
    }

    private void writeRunFile() {
        ServerAddresses addresses = addresses();
        ChildProcess venue = simulator;
        new RunFile(
                        Instant.now().toString(),
                        ProcessStamp.of(ProcessHandle.current()),
                        require(api).stamp(),
                        venue == null ? null : venue.stamp(),
                        apiUrl().toString(),
                        grpcAddress(),
                        addresses.natsUri(),
                        addresses.redisUri(),
                        addresses.pooledUrl(),
                        addresses.directUrl(),
                        addresses.pgbouncerHost(),
                        addresses.pgbouncerPort(),
                        addresses.postgresPort(),
                        addresses.database())
                .write(options.data().runFile());
    }

    private List<String> simulatorCommand(List<String> arguments) {
        Path target = options.home().resolve("ops/target");
        List<String> command = new ArrayList<>();
        command.add(ApiJvm.JAVA);
        command.addAll(SIMULATOR_JVM_OPTIONS);
        command.addAll(List.of("-cp", target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*"));
        command.add(SIMULATOR_MAIN);
        command.addAll(arguments);
        return command;
    }

    private static String lastLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "see " + log;
        }
    }

    private static <T> T require(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("not started yet");
        }
        return part;
    }
}
