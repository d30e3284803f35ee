package io.tradecore.ops.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.grpc.v1.NewOrder;
import io.tradecore.grpc.v1.OrdType;
import io.tradecore.grpc.v1.Side;
import io.tradecore.grpc.v1.TimeInForce;
import io.tradecore.ops.books.Reconciliation;
import io.tradecore.ops.books.SessionBooks;
import io.tradecore.ops.demo.Figures;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code ops/drill runaway}: one account's program sends 5,000 orders within two seconds while others trade. It is throttled, then halted by rule,
 * and stays so over a crash; the others hardly notice.
 */
@Command(
        name = "runaway",
        description =
                "One account's program sends 5,000 orders in 2 s while 20 others trade. It is throttled, halted by rule and"
                        + " stays halted over a crash of the API; the others' p99 stays within 1.5 times of what it was.")
final class RunawayDrill implements Callable<Integer> {

    private static final int OTHERS = 20;
    private static final int OTHERS_PER_SECOND = 200;
    private static final int RUNAWAY_ORDERS = 5_000;
    private static final int RUNAWAY_PER_SECOND = 2_500;
    private static final int RUNAWAY_MAY = 100;
    private static final double P99_BOUND = 1.5;

    /** Refused and served at once, below what halts: what is measured has been done often before. */
    private static final int WARM_UP_PER_SECOND = 400;

    private static final int WARM_UP_S = 20;
    private static final int MEASURED_BEFORE_S = 10;
    private static final int AFTER_S = 5;
    private static final int AFTER_CRASH_ORDERS = 1_000;
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(20);
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(60);
    private static final Duration QUOTES_WITHIN = Duration.ofSeconds(20);

    private static final SymbolProfile SYMBOL = new SymbolProfile("BTCUSDT", 2, 5, new BigDecimal("60000"));
    private static final String CURRENCY = "USDT";
    private static final String DEPOSIT = "10000000";
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

    private static UUID account(int number) {
        return UUID.fromString("00000000-0000-7000-8000-%012d".formatted(number));
    }

    private void run(Path folder, Figures figures) throws Exception {
        UUID runaway = account(1);
        UUID warmUp = account(2);
        UUID[] others =
                IntStream.range(0, OTHERS).mapToObj(n -> account(10 + n)).toArray(UUID[]::new);
        List<UUID> all = IntStream.range(0, OTHERS + 2)
                .mapToObj(n -> n < 2 ? account(n + 1) : others[n - 2])
                .toList();
        try (DrillSite site =
                DrillSite.start(home, folder.resolve("data"), List.of(SYMBOL.symbol()), null, List.of(), out)) {
            open(site, all);
            site.startVenue();
            Instant since = Instant.now();
            try (QuoteBoard board = new QuoteBoard(site.redisUri());
                    SessionBooks session = site.books(all)) {
                if (!DrillSite.await(
                        QUOTES_WITHIN, () -> board.touch(SYMBOL.symbol()).isPresent())) {
                    throw new IllegalStateException("no quotes within " + QUOTES_WITHIN.toSeconds() + " s");
                }
                runAway(site, board, runaway, warmUp, others, figures);
                crash(site, board, session, runaway, others, figures);
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

    private static int trade(OrderStream stream, QuoteBoard board, String prefix, int count, UUID[] others) {
        return stream.offer(
                count,
                OTHERS_PER_SECOND,
                number -> (int) (number % others.length),
                others,
                number -> order(board, prefix, number, ABOVE, TimeInForce.TIME_IN_FORCE_IOC));
    }

    private static int rush(
            OrderStream stream, QuoteBoard board, String prefix, int count, int perSecond, UUID account) {
        return stream.offer(
                count,
                perSecond,
                _ -> 0,
                new UUID[] {account},
                number -> order(board, prefix, number, BELOW, TimeInForce.TIME_IN_FORCE_GTC));
    }

    private void runAway(DrillSite site, QuoteBoard board, UUID runaway, UUID warmUp, UUID[] others, Figures figures)
            throws Exception {
        int seconds = WARM_UP_S + MEASURED_BEFORE_S + RUNAWAY_ORDERS / RUNAWAY_PER_SECOND + AFTER_S;
        String address = site.grpcAddress();
        try (OrderStream trading = new OrderStream(
                        address, site.traderToken("others", List.of(others)), seconds * OTHERS_PER_SECOND);
                OrderStream warming = new OrderStream(
                        address, site.traderToken("warm-up", List.of(warmUp)), WARM_UP_S * WARM_UP_PER_SECOND);
                OrderStream rushing =
                        new OrderStream(address, site.traderToken("runaway", List.of(runaway)), RUNAWAY_ORDERS)) {
            out.println("Others trade; " + WARM_UP_S + " s to warm up, " + MEASURED_BEFORE_S + " s before");
            CompletableFuture<Integer> others20 =
                    start(() -> trade(trading, board, "t-", seconds * OTHERS_PER_SECOND, others));
            rush(warming, board, "w-", WARM_UP_S * WARM_UP_PER_SECOND, WARM_UP_PER_SECOND, warmUp);
            Thread.sleep(Duration.ofSeconds(MEASURED_BEFORE_S));
            out.println("One account's program runs away: " + RUNAWAY_ORDERS + " orders at " + RUNAWAY_PER_SECOND
                    + " per second");
            long began = System.nanoTime();
            Instant beganAt = Instant.now();
            rush(rushing, board, "r-", RUNAWAY_ORDERS, RUNAWAY_PER_SECOND, runaway);
            boolean answered = DrillSite.await(ANSWERED_WITHIN, () -> rushing.isAnswered(RUNAWAY_ORDERS));
            others20.join();
            answered &= DrillSite.await(ANSWERED_WITHIN, () -> trading.isAnswered(trading.sent()));
            if (!answered) {
                figures.problem("not every order was answered: " + rushing.failure() + " " + trading.failure());
            }
            tellRunaway(rushing, began, figures);
            tellOthers(trading, rushing, began, figures);
            tellHalt(site, runaway, beganAt, figures);
            long refused = warming.count(RATE_LIMIT_EXCEEDED, 0, warming.sent());
            figures.put("warm_up_refused", refused);
        }
    }

    private static CompletableFuture<Integer> start(Callable<Integer> program) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        Thread.ofPlatform().name("others").start(() -> {
            try {
                done.complete(program.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static void tellRunaway(OrderStream rushing, long began, Figures figures) {
        long accepted = rushing.count(OrderStream.ACCEPTED, 0, RUNAWAY_ORDERS);
        long throttled = rushing.count(RATE_LIMIT_EXCEEDED, 0, RUNAWAY_ORDERS);
        long halted = rushing.count(TRADING_HALTED, 0, RUNAWAY_ORDERS);
        figures.put("runaway_orders", RUNAWAY_ORDERS);
        figures.put("runaway_accepted", accepted);
        figures.put("runaway_throttled", throttled);
        figures.put("runaway_denied_as_halted", halted);
        figures.put("runaway_answered_after_s", rounded((rushing.lastAnswered(0) - began) / 1e9));
        if (throttled == 0) {
            figures.problem("nothing was throttled");
        }
        if (accepted + throttled + halted != RUNAWAY_ORDERS) {
            figures.problem(RUNAWAY_ORDERS - accepted - throttled - halted + " orders were answered otherwise");
        }
    }

    private static void tellOthers(OrderStream trading, OrderStream rushing, long began, Figures figures) {
        Latencies before =
                trading.latencies(began - Duration.ofSeconds(MEASURED_BEFORE_S).toNanos(), began);
        Latencies during = trading.latencies(began, rushing.lastAnswered(0));
        double ratio = during.p99() / before.p99();
        figures.put("others_orders", trading.sent());
        figures.put("others_before_orders", before.count());
        figures.put("others_before_p50_ms", rounded(before.p50()));
        figures.put("others_before_p99_ms", rounded(before.p99()));
        figures.put("others_during_orders", during.count());
        figures.put("others_during_p50_ms", rounded(during.p50()));
        figures.put("others_during_p99_ms", rounded(during.p99()));
        figures.put("others_during_most_ms", rounded(during.most()));
        figures.put("others_p99_ratio", rounded(ratio));
        figures.putZero("others_refused", trading.sent() - trading.count(OrderStream.ACCEPTED, 0, trading.sent()));
        if (ratio > P99_BOUND) {
            figures.problem(
                    "the others' p99 was " + rounded(ratio) + " times what it was before, the bound is " + P99_BOUND);
        }
    }

    private static void tellHalt(DrillSite site, UUID runaway, Instant began, Figures figures)
            throws IOException, InterruptedException {
        JsonNode changes = site.get(
                        site.adminToken(), "/v1/admin/trading-states/changes?scope=ACCOUNT&scopeId=" + runaway)
                .body()
                .path("items");
        if (changes.size() != 1 || !changes.path(0).path("changedBy").asText().equals(RULE)) {
            figures.problem("the account was not halted once and by " + RULE + ": " + changes);
            return;
        }
        JsonNode halt = changes.path(0);
        Instant at = Instant.parse(halt.path("changedAt").asText());
        figures.put("halted_by", halt.path("changedBy").asText());
        figures.put("halted_because", halt.path("reason").asText());
        figures.put("halted_after_s", rounded(Duration.between(began, at).toMillis() / 1e3));
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
            if (!DrillSite.await(ANSWERED_WITHIN, () -> again.isAnswered(1))
                    || again.count(TRADING_HALTED, 0, 1) != 1) {
                figures.problem("after the crash the account's order was not denied as " + TRADING_HALTED);
            }
            figures.put("halted_after_crash", again.count(TRADING_HALTED, 0, 1) == 1);
        }
        try (OrderStream trading =
                new OrderStream(site.grpcAddress(), site.traderToken("others", List.of(others)), AFTER_CRASH_ORDERS)) {
            trade(trading, board, "u-", AFTER_CRASH_ORDERS, others);
            if (!DrillSite.await(ANSWERED_WITHIN, () -> trading.isAnswered(AFTER_CRASH_ORDERS))) {
                figures.problem("not every order was answered after the crash: " + trading.failure());
            }
            figures.putZero(
                    "others_refused_after_crash",
                    AFTER_CRASH_ORDERS - trading.count(OrderStream.ACCEPTED, 0, AFTER_CRASH_ORDERS));
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
