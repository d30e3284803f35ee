package io.tradecore.ops.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.grpc.v1.NewOrder;
import io.tradecore.grpc.v1.OrdType;
import io.tradecore.grpc.v1.Side;
import io.tradecore.grpc.v1.TimeInForce;
import io.tradecore.ops.books.Reconciliation;
import io.tradecore.ops.books.SessionBooks;
import io.tradecore.ops.demo.Figures;
import io.tradecore.ops.drill.OrderStream.Span;
import io.tradecore.ops.market.InstrumentSpec;
import io.tradecore.ops.market.QuoteBoard;
import io.tradecore.ops.market.ReferenceData;
import io.tradecore.ops.market.SymbolProfile;
import io.tradecore.ops.market.Touch;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code ops/drill runaway}: an account's program sends 5,000 orders within two seconds while others trade. It is throttled, then halted by rule,
 * and stays so over a crash; the others hardly notice. Ten do so in turn, after rehearsals: one lasts too short to tell a p99 by.
 */
@Command(
        name = "runaway",
        description =
                "An account's program sends 5,000 orders in 2 s while 20 others trade; twenty in turn. Each is throttled, halted by rule"
                        + " and stays halted over a crash of the API; the others' p99 stays within 1.5 times of what it is in the quiet around them.")
final class RunawayDrill implements Callable<Integer> {

    private static final int OTHERS = 20;
    private static final int OTHERS_PER_SECOND = 200;
    /** What happens to a process for the first time takes it longer: the first is reported, those after the rehearsals are judged. */
    private static final int REHEARSALS = 40;

    private static final int RUNAWAYS = 20;
    private static final int RUNAWAY_ORDERS = 5_000;
    private static final int RUNAWAY_PER_SECOND = 2_500;
    private static final int RUNAWAY_MAY = 100;
    private static final double P99_BOUND = 1.5;

    /** Refused and served at once, below what halts: what is measured has been done often before. */
    private static final int WARM_UP_PER_SECOND = 400;

    /** What a batch does once is compiled by then: that takes some ten thousand of them. */
    private static final int WARM_UP_S = 90;

    private static final int MEASURED_BEFORE_S = 10;
    private static final int QUIET_AFTER_S = 3;
    /** So long after one has run away its orders are canceled, and it is quiet. */
    private static final int SETTLED_AFTER_S = 1;
    /** For the answers to one's last orders, and to the question whether it was halted: the others trade on until all of that is told. */
    private static final int ANSWERED_S = 1;

    /** More than are written: one every ten seconds or so. */
    private static final int WAL_FILES = 64;

    private static final int AFTER_CRASH_ORDERS = 1_000;
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(20);
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(60);
    private static final Duration QUOTES_WITHIN = Duration.ofSeconds(20);

    private static final SymbolProfile SYMBOL = new SymbolProfile("BTCUSDT", 2, 5, new BigDecimal("60000"));
    private static final String CURRENCY = "USDT";
    private static final String DEPOSIT = "100000000";
    private static final BigDecimal ABOVE = new BigDecimal("1.005");
    private static final BigDecimal BELOW = new BigDecimal("0.97");
    /** Quantities differ from order to order: the same again within a moment is what a check is for. */
    private static final int QUANTITIES = 9_973;

    private static final String RATE_LIMIT_EXCEEDED = "RATE_LIMIT_EXCEEDED";
    private static final String TRADING_HALTED = "TRADING_HALTED";
    private static final String RULE = "rule:runaway";

    @Mixin
    private final DrillOptions options = new DrillOptions();

    private final Path home;
    private final PrintStream out;

    RunawayDrill(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    @Override
    public Integer call() throws Exception {
        return options.run("runaway", home, out, this::run);
    }

    private static List<UUID> accounts(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(RunawayDrill::account)
                .toList();
    }

    private static UUID account(int number) {
        return UUID.fromString("00000000-0000-7000-8000-%012d".formatted(number));
    }

    private void run(Path folder, Figures figures) throws Exception {
        UUID warmUp = account(1);
        List<UUID> rehearsals = accounts(2, REHEARSALS);
        List<UUID> runaways = accounts(2 + REHEARSALS, RUNAWAYS);
        UUID[] others = accounts(2 + REHEARSALS + RUNAWAYS, OTHERS).toArray(UUID[]::new);
        List<UUID> all = Stream.of(Stream.of(warmUp), rehearsals.stream(), runaways.stream(), Stream.of(others))
                .flatMap(accounts -> accounts)
                .toList();
        try (DrillSite site =
                DrillSite.start(home, folder.resolve("data"), List.of(SYMBOL.symbol()), null, List.of(), out)) {
            open(site, all);
            site.makeWalFiles(WAL_FILES);
            site.startVenue();
            Instant since = Instant.now();
            try (QuoteBoard board = new QuoteBoard(site.redisUri());
                    SessionBooks session = site.books(all)) {
                if (!DrillSite.await(
                        QUOTES_WITHIN, () -> board.touch(SYMBOL.symbol()).isPresent())) {
                    throw new IllegalStateException("no quotes within " + QUOTES_WITHIN.toSeconds() + " s");
                }
                runAway(site, board, warmUp, rehearsals, runaways, others, figures);
                crash(site, board, session, runaways.getLast(), others, figures);
                if (!DrillSite.await(
                        ENDED_WITHIN, () -> session.pendingOrders() == 0 && session.unretiredRoutes() == 0)) {
                    figures.problem("not everything was answered within " + ENDED_WITHIN.toSeconds() + " s");
                }
                figures.putZero("quarantined", session.quarantinedSince(since));
                Reconciliation reconciliation = session.reconcile();
                figures.put("invariants_checked", reconciliation.checked());
                figures.putZero("invariants_failed", reconciliation.failed());
                if (!reconciliation.holds()) {
                    out.print(reconciliation.table());
                }
            }
        }
    }

    private static void open(DrillSite site, List<UUID> accounts) throws IOException, InterruptedException {
        String token = site.adminToken();
        new ReferenceData(site.api(), token).instruments(List.of(InstrumentSpec.of(SYMBOL)));
        for (UUID account : accounts) {
            site.post(
                    token,
                    "/v1/accounts",
                    Map.of(
                            "accountId",
                            account.toString(),
                            "name",
                            "Drill",
                            "accountType",
                            "CASH",
                            "baseCurrency",
                            CURRENCY,
                            "limits",
                            Map.of("ordersPerSecond", RUNAWAY_MAY)));
            site.post(
                    token,
                    "/v1/accounts/" + account + "/deposits",
                    Map.of("transferId", "opening", "asset", CURRENCY, "amount", DEPOSIT));
        }
    }

    /** An order of a number, a share above or below where the market stands. */
    private static NewOrder.Builder order(
            QuoteBoard board, String prefix, int number, BigDecimal share, TimeInForce timeInForce) {
        Touch touch = board.touch(SYMBOL.symbol()).orElseThrow();
        return NewOrder.newBuilder()
                .setClOrdId(prefix + number)
                .setSymbol(SYMBOL.symbol())
                .setSide(Side.SIDE_BUY)
                .setOrdType(OrdType.ORD_TYPE_LIMIT)
                .setTimeInForce(timeInForce)
                .setOrderQty(BigDecimal.valueOf(100 + number % QUANTITIES, SYMBOL.qtyScale())
                        .toPlainString())
                .setPx(touch.askPx()
                        .multiply(share)
                        .setScale(SYMBOL.pxScale(), RoundingMode.HALF_EVEN)
                        .toPlainString());
    }

    private static void trade(OrderStream stream, QuoteBoard board, String prefix, int count, UUID[] others) {
        stream.offer(
                count,
                OTHERS_PER_SECOND,
                number -> (int) (number % others.length),
                others,
                number -> order(board, prefix, number, ABOVE, TimeInForce.TIME_IN_FORCE_IOC));
    }

    private static void rush(
            OrderStream stream, QuoteBoard board, String prefix, int count, int perSecond, UUID account) {
        stream.offer(
                count,
                perSecond,
                _ -> 0,
                new UUID[] {account},
                number -> order(board, prefix, number, BELOW, TimeInForce.TIME_IN_FORCE_GTC));
    }

    private void runAway(
            DrillSite site,
            QuoteBoard board,
            UUID warmUp,
            List<UUID> rehearsals,
            List<UUID> runaways,
            UUID[] others,
            Figures figures)
            throws Exception {
        int each = RUNAWAY_ORDERS / RUNAWAY_PER_SECOND + SETTLED_AFTER_S + ANSWERED_S;
        int seconds = WARM_UP_S
                + MEASURED_BEFORE_S
                + each * (rehearsals.size() + runaways.size())
                + QUIET_AFTER_S * runaways.size();
        String address = site.grpcAddress();
        try (OrderStream trading = new OrderStream(
                        address, site.traderToken("others", List.of(others)), seconds * OTHERS_PER_SECOND);
                OrderStream warming = new OrderStream(
                        address, site.traderToken("warm-up", List.of(warmUp)), WARM_UP_S * WARM_UP_PER_SECOND);
                Programs rehearsing = Programs.connect(site, rehearsals);
                Programs running = Programs.connect(site, runaways)) {
            out.println("Others trade; " + WARM_UP_S + " s to warm up, " + rehearsals.size()
                    + " programs run away for a rehearsal");
            CompletableFuture<Void> others20 =
                    start(() -> trade(trading, board, "t-", seconds * OTHERS_PER_SECOND, others));
            rush(warming, board, "w-", WARM_UP_S * WARM_UP_PER_SECOND, WARM_UP_PER_SECOND, warmUp);
            List<Rush> rehearsed = rehearsing.runAway(site, board, 0, figures);
            out.println(MEASURED_BEFORE_S + " s before");
            Span quiet = quiet(MEASURED_BEFORE_S);
            out.println(runaways.size() + " programs run away in turn, each with " + RUNAWAY_ORDERS + " orders at "
                    + RUNAWAY_PER_SECOND + " per second");
            List<Rush> rushes = running.runAway(site, board, QUIET_AFTER_S, figures);
            others20.join();
            if (!DrillSite.await(ANSWERED_WITHIN, trading::isAnswered)) {
                figures.problem("not every order of the others was answered: " + trading.failure());
            }
            tellRunaways(rushes, figures);
            tellOthers(trading, quiet, rehearsed.getFirst().span(), rushes, figures);
            figures.put("warm_up_refused", warming.count(RATE_LIMIT_EXCEEDED));
        }
    }

    /** Programs that will run away, each connected as programs are that trade. */
    private record Programs(Map<UUID, OrderStream> streams) implements AutoCloseable {

        static Programs connect(DrillSite site, List<UUID> accounts) throws InterruptedException {
            Programs programs = new Programs(new LinkedHashMap<>());
            try {
                for (UUID account : accounts) {
                    String token = site.traderToken("runaway", List.of(account));
                    programs.streams.put(account, new OrderStream(site.grpcAddress(), token, RUNAWAY_ORDERS));
                }
                return programs;
            } catch (InterruptedException | RuntimeException e) {
                programs.close();
                throw e;
            }
        }

        /** One after the other, with so much of a quiet after each. */
        List<Rush> runAway(DrillSite site, QuoteBoard board, int quietS, Figures figures) throws Exception {
            List<Rush> rushes = new ArrayList<>();
            for (Map.Entry<UUID, OrderStream> program : streams.entrySet()) {
                rushes.add(rushOf(site, board, program.getKey(), program.getValue(), quietS, figures));
            }
            return rushes;
        }

        @Override
        public void close() {
            streams.values().forEach(OrderStream::close);
        }
    }

    private static Span quiet(int seconds) throws InterruptedException {
        long from = System.nanoTime();
        Thread.sleep(Duration.ofSeconds(seconds));
        return new Span(from, System.nanoTime());
    }

    /**
     * One program that ran away.
     *
     * @param span from its first order to the answer to its last
     * @param after when nothing of that went on any more, and nobody else ran away yet
     */
    private record Rush(long accepted, long throttled, long denied, Span span, double haltedAfterS, Span after) {}

    private static Rush rushOf(
            DrillSite site, QuoteBoard board, UUID runaway, OrderStream rushing, int quietS, Figures figures)
            throws Exception {
        long began = System.nanoTime();
        Instant beganAt = Instant.now();
        rush(rushing, board, "r-", RUNAWAY_ORDERS, RUNAWAY_PER_SECOND, runaway);
        if (!DrillSite.await(ANSWERED_WITHIN, rushing::isAnswered)) {
            figures.problem("not every order was answered: " + rushing.failure());
        }
        Span span = new Span(began, rushing.lastAnswered());
        double haltedAfterS = haltedAfter(site, runaway, beganAt, figures);
        Thread.sleep(Duration.ofSeconds(SETTLED_AFTER_S));
        return new Rush(
                rushing.count(OrderStream.ACCEPTED),
                rushing.count(RATE_LIMIT_EXCEEDED),
                rushing.count(TRADING_HALTED),
                span,
                haltedAfterS,
                quiet(quietS));
    }

    private static CompletableFuture<Void> start(Runnable program) {
        return CompletableFuture.runAsync(
                program, task -> Thread.ofPlatform().name("others").start(task));
    }

    private static void tellRunaways(List<Rush> rushes, Figures figures) {
        long orders = (long) rushes.size() * RUNAWAY_ORDERS;
        long accepted = rushes.stream().mapToLong(Rush::accepted).sum();
        long throttled = rushes.stream().mapToLong(Rush::throttled).sum();
        long denied = rushes.stream().mapToLong(Rush::denied).sum();
        figures.put("runaway_orders", orders);
        figures.put("runaway_accepted", accepted);
        figures.put("runaway_throttled", throttled);
        figures.put("runaway_denied_as_halted", denied);
        figures.put(
                "runaway_seconds_each",
                rounded(rushes.stream()
                        .mapToDouble(
                                each -> (each.span().untilNanos() - each.span().fromNanos()) / 1e9)
                        .average()
                        .orElse(0)));
        figures.put(
                "halted_after_s_at_most",
                rounded(rushes.stream().mapToDouble(Rush::haltedAfterS).max().orElse(0)));
        if (rushes.stream().anyMatch(each -> each.throttled() == 0)) {
            figures.problem("nothing was throttled");
        }
        if (rushes.stream().anyMatch(each -> each.accepted() == 0)) {
            figures.problem("nothing was accepted, so nothing was canceled");
        }
        if (accepted + throttled + denied != orders) {
            figures.problem(orders - accepted - throttled - denied + " orders were answered otherwise");
        }
    }

    private static void tellOthers(OrderStream trading, Span quiet, Span first, List<Rush> rushes, Figures figures) {
        Latencies calm = trading.latencies(
                Stream.concat(Stream.of(quiet), rushes.stream().map(Rush::after))
                        .toList());
        Latencies during = trading.latencies(rushes.stream().map(Rush::span).toList());
        double ratio = during.p99() / calm.p99();
        figures.put("others_orders", trading.sent());
        figures.put("others_quiet_orders", calm.count());
        figures.put("others_quiet_p50_ms", rounded(calm.p50()));
        figures.put("others_quiet_p99_ms", rounded(calm.p99()));
        figures.put("others_during_orders", during.count());
        figures.put("others_during_p50_ms", rounded(during.p50()));
        figures.put("others_during_p99_ms", rounded(during.p99()));
        figures.put("others_during_most_ms", rounded(during.most()));
        figures.put("others_p99_ratio", rounded(ratio));
        figures.put(
                "others_during_the_first_ever_p99_ms",
                rounded(trading.latencies(List.of(first)).p99()));
        figures.putZero("others_refused", trading.sent() - trading.count(OrderStream.ACCEPTED));
        figures.put("others_refused_as", trading.notAccepted());
        if (ratio > P99_BOUND) {
            figures.problem("the others' p99 was " + rounded(ratio)
                    + " times what it was in the quiet around, the bound is " + P99_BOUND);
        }
    }

    /** Seconds from its first order to the halt; a problem where it was not halted once, and by the rule. */
    private static double haltedAfter(DrillSite site, UUID runaway, Instant began, Figures figures)
            throws IOException, InterruptedException {
        JsonNode changes = site.get(
                        site.adminToken(), "/v1/admin/trading-states/changes?scope=ACCOUNT&scopeId=" + runaway)
                .body()
                .path("items");
        if (changes.size() != 1 || !changes.path(0).path("changedBy").asText().equals(RULE)) {
            figures.problem("the account was not halted once and by " + RULE + ": " + changes);
            return 0;
        }
        Instant at = Instant.parse(changes.path(0).path("changedAt").asText());
        return Duration.between(began, at).toMillis() / 1e3;
    }

    private void crash(
            DrillSite site, QuoteBoard board, SessionBooks session, UUID runaway, UUID[] others, Figures figures)
            throws Exception {
        out.println("Killing the API");
        site.killApi();
        site.startApi();
        out.println("The API is back");
        String trader = site.traderToken("runaway", List.of(runaway));
        String orders = "/v1/accounts/" + runaway + "/orders";
        if (!DrillSite.await(ENDED_WITHIN, () -> isEmpty(site, trader, orders + "?status=open"))) {
            figures.problem("the halted account still has open orders");
        }
        try (OrderStream again = new OrderStream(site.grpcAddress(), trader, 1)) {
            rush(again, board, "a-", 1, 1, runaway);
            if (!DrillSite.await(ANSWERED_WITHIN, again::isAnswered) || again.count(TRADING_HALTED) != 1) {
                figures.problem("after the crash the account's order was not denied as " + TRADING_HALTED);
            }
            figures.put("halted_after_crash", again.count(TRADING_HALTED) == 1);
        }
        try (OrderStream trading =
                new OrderStream(site.grpcAddress(), site.traderToken("others", List.of(others)), AFTER_CRASH_ORDERS)) {
            trade(trading, board, "u-", AFTER_CRASH_ORDERS, others);
            if (!DrillSite.await(ANSWERED_WITHIN, trading::isAnswered)) {
                figures.problem("not every order was answered after the crash: " + trading.failure());
            }
            figures.putZero("others_refused_after_crash", AFTER_CRASH_ORDERS - trading.count(OrderStream.ACCEPTED));
        }
        figures.put("orders_by_status", session.ordersByStatus());
        figures.put("denied_by_reason", session.deniedByReason());
    }

    private static boolean isEmpty(DrillSite site, String token, String path) throws IOException, InterruptedException {
        return site.get(token, path).body().path("items").isEmpty();
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
