package io.tradecore.ops;

import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.tradecore.migrations.DbRole;
import io.tradecore.ops.books.AdminConnection;
import io.tradecore.ops.books.ChainProof;
import io.tradecore.ops.books.SessionBooks;
import io.tradecore.ops.demo.Demo;
import io.tradecore.ops.demo.DemoOptions;
import io.tradecore.ops.demo.Figures;
import io.tradecore.ops.installation.DataFolder;
import io.tradecore.ops.installation.Installation;
import io.tradecore.ops.installation.InstallationOptions;
import io.tradecore.ops.installation.Tokens;
import io.tradecore.ops.market.DemoAccount;
import io.tradecore.ops.market.InstrumentSpec;
import io.tradecore.ops.market.QuoteBoard;
import io.tradecore.ops.market.QuoteFile;
import io.tradecore.ops.market.ReferenceData;
import io.tradecore.ops.market.SymbolProfile;
import io.tradecore.ops.market.Terms;
import io.tradecore.ops.rest.ApiClient;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ops/run}: starts everything on this machine and waits, or drives a trading session over it and proves the books
 * right. A Ctrl-C or SIGTERM stops all of it in order.
 */
@Command(
        name = "ops/run",
        description =
                "Starts PostgreSQL, PgBouncer, Redis, NATS, the API and a venue simulator; with --demo also trades.")
public final class Launcher implements Callable<Integer> {

    static final int OK = 0;
    static final int NOT_PROVEN = 1;
    static final int CANNOT = 2;
    private static final Duration TOKEN_LIFE = Duration.ofHours(24);
    private static final long DEMO_ENDS_WITHIN_S = 20;
    /** In a session the venue also rejects and expires, so that those ways of an order are walked too. */
    private static final List<String> MOODY_VENUE = List.of(
            "--expire-share",
            "0.03",
            "--reject-share",
            "0.01",
            "--bust-share",
            "0.01",
            "--correct-share",
            "0.01",
            "--halt-share",
            "0.01",
            "--restate-share",
            "0.01",
            "--duplicate-share",
            "0.02",
            "--reorder-share",
            "0.02");

    private static final List<SymbolProfile> OWN_SYMBOLS = List.of(
            new SymbolProfile("BTCUSDT", 2, 5, new BigDecimal("60000")),
            new SymbolProfile("ETHUSDT", 2, 4, new BigDecimal("2600")));

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this and exit")
    private boolean help;

    @Option(names = "--data", paramLabel = "DIR", description = "where everything is kept (default: var/data)")
    private @Nullable Path data;

    @Option(names = "--port", paramLabel = "PORT", description = "the API's port (default: 8080 if free)")
    private @Nullable Integer port;

    @Option(
            names = "--venue",
            paramLabel = "sim|none",
            defaultValue = "sim",
            description = "none leaves the venue's side to you, see docs/venue-protocol.md (default: sim)")
    private String venue = "sim";

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = "CSV(.gz) of quotes the simulator replays (default: quotes of its own)")
    private @Nullable Path replay;

    @Option(names = "--demo", description = "drive a trading session, print figures and reconciliation, stop")
    private boolean demo;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "60", description = "of the session (default: 60)")
    private int seconds = 60;

    @Option(
            names = "--accounts",
            paramLabel = "N",
            defaultValue = "32",
            description = "that trade, 20 or more (default: 32)")
    private int accounts = 32;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "orders and cancels per second over all accounts (default: 100)")
    private int rate = 100;

    @Option(names = "--json", paramLabel = "FILE", description = "where the session's figures are written")
    private @Nullable Path json;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "of the session and of own quotes")
    private long seed = 1;

    private final Path home;
    private final PrintStream out;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final CountDownLatch demoEnded = new CountDownLatch(1);
    private volatile @Nullable Demo session;
    private volatile boolean failed;

    Launcher(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    public static void main(String[] args) {
        Path home = Path.of(System.getProperty("tradecore.home", ""));
        System.exit(new CommandLine(new Launcher(home.toAbsolutePath(), System.out)).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        DemoOptions demoOptions;
        List<InstrumentSpec> specs;
        try {
            demoOptions = new DemoOptions(seconds, accounts, rate, seed);
            specs = checkedSpecs();
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return CANNOT;
        }
        InstallationOptions options = new InstallationOptions(
                home,
                new DataFolder(data != null ? data : home.resolve("var/data")),
                port,
                venue.equals("sim"),
                replay,
                seed,
                specs.stream().map(InstrumentSpec::symbol).toList(),
                demo ? MOODY_VENUE : List.of());
        try (Installation installation = new Installation(options, out)) {
            Thread hook = new Thread(() -> stopAll(installation), "stop");
            Runtime.getRuntime().addShutdownHook(hook);
            return run(installation, options, demoOptions, specs);
        } catch (IllegalStateException | IOException e) {
            String message = stopAsked.getCount() == 0
                    ? "Stopped while starting"
                    : String.valueOf(e.getMessage() != null ? e.getMessage() : e);
            out.println(message);
            if (demo && session == null) {
                Figures nothing = new Figures();
                nothing.problem(message);
                writeJson(nothing);
            }
            return CANNOT;
        }
    }

    private void writeJson(Figures figures) {
        Path file = json;
        if (file != null) {
            figures.write(file);
        }
    }

    private int run(
            Installation installation, InstallationOptions options, DemoOptions demoOptions, List<InstrumentSpec> specs)
            throws Exception {
        installation.start();
        Tokens tokens = installation.tokens();
        String admin = tokens.issue("demo-admin", List.of("admin"), List.of(), TOKEN_LIFE);
        List<DemoAccount> demoAccounts = IntStream.rangeClosed(1, demoOptions.accounts())
                .mapToObj(DemoAccount::new)
                .toList();
        try (ApiClient api = new ApiClient(installation.apiUrl())) {
            ReferenceData reference = new ReferenceData(api, admin);
            List<Terms> terms = reference.instruments(specs);
            reference.rates(specs);
            reference.accounts(demoAccounts, currencies(specs));
            if (options.simulator()) {
                installation.startSimulator();
            }
            installation.onUnexpectedExit(this::giveUp);
            new Welcome(installation, options, demoAccounts.getFirst(), specs.getFirst(), out).print(admin);
            if (demo) {
                return trade(installation, options, demoOptions, demoAccounts, terms, api) ? OK : NOT_PROVEN;
            }
            out.println("Ctrl-C stops everything; the data stay in "
                    + options.data().root());
            stopAsked.await();
            return failed ? CANNOT : OK;
        }
    }

    private boolean trade(
            Installation installation,
            InstallationOptions options,
            DemoOptions demoOptions,
            List<DemoAccount> demoAccounts,
            List<Terms> terms,
            ApiClient api)
            throws Exception {
        String adminPassword = installation.secrets().passwordOf(DbRole.ADMIN.username());
        String jdbcUrl = installation.addresses().pooledUrl();
        Tokens tokens = installation.tokens();
        Options nats = Options.builder()
                .server(installation.addresses().natsUri())
                .connectionName("demo")
                .errorListener(new ErrorListener() {})
                .build();
        try (QuoteBoard quotes = new QuoteBoard(installation.addresses().redisUri());
                var connection = Nats.connect(nats)) {
            Demo running = new Demo(
                    demoOptions,
                    demoAccounts,
                    terms,
                    api,
                    account -> tokens.issue(account.trader(), List.of("trader"), List.of(account.id()), TOKEN_LIFE),
                    quotes,
                    connection,
                    (ids, prefix) -> new SessionBooks(
                            AdminConnection.open(jdbcUrl, DbRole.ADMIN.username(), adminPassword),
                            ids,
                            prefix,
                            ChainProof.of(options.data())),
                    options.data().acknowledgedLog(),
                    out,
                    System.console() != null && System.console().isTerminal());
            session = running;
            out.println("Trading for " + demoOptions.seconds() + " s, " + demoOptions.rate() + " acts a second by "
                    + demoOptions.accounts() + " accounts");
            return prove(running);
        } finally {
            demoEnded.countDown();
        }
    }

    private boolean prove(Demo running) throws InterruptedException {
        boolean proven = false;
        try {
            proven = running.run();
        } catch (IllegalStateException e) {
            running.figures().problem(String.valueOf(e.getMessage()));
        } finally {
            writeJson(running.figures());
        }
        out.println();
        running.figures().problems().forEach(problem -> out.println("PROBLEM  " + problem));
        if (running.isStopped()) {
            out.println("Nothing was counted. A session on the same data folder also proves what this one left.");
        } else {
            out.println(proven ? "The books are right." : "NOT PROVEN RIGHT.");
        }
        return proven && !failed;
    }

    /** Runs when the process is asked to end, and after an ordinary end too: then there is nothing left to stop. */
    private void stopAll(Installation installation) {
        stopAsked.countDown();
        Demo running = session;
        if (running != null) {
            running.stop();
            try {
                if (!demoEnded.await(DEMO_ENDS_WITHIN_S, TimeUnit.SECONDS)) {
                    out.println("The session did not end in time");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        installation.close();
    }

    private void giveUp(String why) {
        out.println(why);
        failed = true;
        stopAsked.countDown();
        Demo running = session;
        if (running != null) {
            running.stop();
        }
    }

    private List<InstrumentSpec> checkedSpecs() {
        if (!venue.equals("sim") && !venue.equals("none")) {
            throw new IllegalArgumentException("--venue must be sim or none");
        }
        Path recording = replay;
        if (recording != null && !Files.isReadable(recording)) {
            throw new IllegalArgumentException("--replay " + recording + ": no such file");
        }
        List<SymbolProfile> profiles = recording == null ? OWN_SYMBOLS : QuoteFile.profile(recording);
        return profiles.stream().map(InstrumentSpec::of).toList();
    }

    private static Set<String> currencies(List<InstrumentSpec> specs) {
        Set<String> currencies = new LinkedHashSet<>();
        specs.forEach(spec -> currencies.add(spec.currency()));
        return currencies;
    }
}
