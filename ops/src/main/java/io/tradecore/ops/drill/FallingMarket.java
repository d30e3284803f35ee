package io.tradecore.ops.drill;

import io.tradecore.ops.books.Reconciliation;
import io.tradecore.ops.books.SessionBooks;
import io.tradecore.ops.demo.Figures;
import io.tradecore.ops.market.InstrumentSpec;
import io.tradecore.ops.market.QuoteBoard;
import io.tradecore.ops.market.ReferenceData;
import io.tradecore.ops.market.Terms;
import io.tradecore.ops.market.Touch;
import io.tradecore.ops.venue.journal.JournalSummary;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Accounts on margin, and a market that falls under them when it is told to. */
final class FallingMarket {

    /** What is taken off every price. */
    private static final String SHARE = "0.2";

    private static final int HALF = 2;
    private static final Duration QUOTES_WITHIN = Duration.ofSeconds(20);
    private static final Duration FILLED_WITHIN = Duration.ofSeconds(60);
    private static final Duration STILL_FOR = Duration.ofSeconds(2);
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(60);
    private static final int AT_ONCE = 16;
    private static final int ORDERS_PER_SECOND = 100;
    private static final String PRICE_COLLAR = "0.09";
    /** What the ClOrdIDs of orders that may open something begin with. */
    static final String OPENS = "opens-";

    private final Path home;
    private final Path recording;
    private final List<InstrumentSpec> specs;
    private final int seconds;
    private final PrintStream out;

    /** @param seconds over which it falls */
    FallingMarket(Path home, Path recording, List<InstrumentSpec> specs, int seconds, PrintStream out) {
        this.home = home;
        this.recording = recording;
        this.specs = List.copyOf(specs);
        this.seconds = seconds;
        this.out = out;
    }

    /** Opens the accounts and their positions in a folder, where everything has ended when this returns. */
    List<Crowd.Member> prepare(Path folder, int accounts) throws Exception {
        try (DrillSite site = site(folder)) {
            List<Terms> terms = instruments(site);
            site.startVenue();
            try (QuoteBoard board = new QuoteBoard(site.redisUri())) {
                Map<String, Touch> quotes = quotes(board);
                List<Crowd.Market> markets = terms.stream()
                        .map(each -> new Crowd.Market(each, Objects.requireNonNull(quotes.get(each.symbol()))))
                        .toList();
                List<Crowd.Member> crowd = Crowd.of(accounts, markets);
                out.println("Opening " + crowd.size() + " accounts on margin and their positions");
                open(site, crowd);
                return crowd;
            }
        }
    }

    /** Lets the market fall on the books of a folder, and says how that ended. */
    Ending fall(String name, Path folder, boolean kill, Figures figures) throws Exception {
        out.println();
        out.println("Run " + name);
        try (DrillSite site = site(folder)) {
            site.startVenue();
            try (QuoteBoard board = new QuoteBoard(site.redisUri());
                    StopOutBooks books = new StopOutBooks(site.connect())) {
                quotes(board);
                Map<UUID, Standing> before = books.standings();
                Instant since = Instant.now();
                long began = System.nanoTime();
                Files.createFile(trigger(folder));
                out.println("  the market falls by a fifth within " + seconds + " s");
                if (kill) {
                    figures.put(name + "_liquidations_when_killed", killHalfWay(site, books, before.size()));
                }
                Map<String, Touch> bottom = bottom(board, began);
                try (SessionBooks session = site.books(List.copyOf(before.keySet()))) {
                    boolean quiet = DrillSite.await(ENDED_WITHIN, () -> isOver(books, session, before, bottom));
                    figures.put(name + "_seconds", Math.round((System.nanoTime() - began) / 1e8) / 10.0);
                    Ending ending = ending(folder, books, before, bottom);
                    tell(name, ending, figures);
                    if (!quiet) {
                        figures.problem(name + ": not over within " + ENDED_WITHIN.toSeconds() + " s");
                    }
                    figures.putZero(name + "_quarantined", session.quarantinedSince(since));
                    reconcile(name, session, figures);
                    return ending;
                }
            }
        }
    }

    private DrillSite site(Path folder) throws InterruptedException {
        return DrillSite.start(
                home,
                folder,
                List.of(),
                recording,
                List.of(
                        "--push-down",
                        SHARE,
                        "--push-over",
                        Integer.toString(seconds),
                        "--push-when",
                        trigger(folder).toAbsolutePath().toString()),
                out);
    }

    private static Path trigger(Path folder) {
        return folder.resolve("fall");
    }

    private List<Terms> instruments(DrillSite site) throws IOException, InterruptedException {
        String token = site.adminToken();
        // The venue, the assets, and instruments that are on margin.
        List<Terms> terms = new ArrayList<>();
        ReferenceData reference = new ReferenceData(site.api(), token);
        reference.venueAndAssets(specs);
        for (InstrumentSpec spec : specs) {
            Map<String, Object> body = new LinkedHashMap<>(spec.body(ReferenceData.VENUE));
            body.put("securityType", "PERP");
            body.put("priceCollar", PRICE_COLLAR);
            body.put(
                    "margin",
                    Map.of(
                            "unit",
                            "RATE",
                            "initial",
                            Crowd.INITIAL_MARGIN.toPlainString(),
                            "maintenance",
                            Crowd.MAINTENANCE_MARGIN.toPlainString()));
            site.post(token, "/v1/instruments", body);
            terms.add(
                    Terms.of(site.get(token, "/v1/instruments/" + spec.symbol()).body()));
        }
        return terms;
    }

    private Map<String, Touch> quotes(QuoteBoard board) throws Exception {
        if (!DrillSite.await(
                QUOTES_WITHIN, () -> StopOutDrill.touches(board, specs).size() == specs.size())) {
            throw new IllegalStateException("no quotes within " + QUOTES_WITHIN.toSeconds() + " s");
        }
        return StopOutDrill.touches(board, specs);
    }

    private void open(DrillSite site, List<Crowd.Member> crowd) throws Exception {
        try (SessionBooks session =
                site.books(crowd.stream().map(Crowd.Member::id).toList())) {
            each(crowd, member -> open(site, member));
            settle(session, 0);
            // What closes is told from what opens when it is placed: so the positions come first.
            each(crowd, member -> rest(site, member));
            settle(
                    session,
                    crowd.stream().mapToLong(member -> member.resting().size()).sum());
        }
    }

    @FunctionalInterface
    private interface Act {
        void on(Crowd.Member member) throws IOException, InterruptedException;
    }

    private static void each(List<Crowd.Member> crowd, Act act) throws InterruptedException {
        List<Callable<Void>> acts = new ArrayList<>();
        for (Crowd.Member member : crowd) {
            acts.add(() -> {
                act.on(member);
                return null;
            });
        }
        try (ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Void> done : clients.invokeAll(acts)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e);
        }
    }

    /** Waits until nothing is on its way and so many orders are open. */
    private static void settle(SessionBooks session, long open) throws Exception {
        if (!DrillSite.await(
                FILLED_WITHIN,
                () -> session.openOrders() == open && session.pendingOrders() == 0 && session.unretiredRoutes() == 0)) {
            throw new IllegalStateException("not all orders were executed within " + FILLED_WITHIN.toSeconds() + " s: "
                    + session.ordersByStatus() + " " + session.deniedByReason());
        }
    }

    private void open(DrillSite site, Crowd.Member member) throws IOException, InterruptedException {
        String token = site.adminToken();
        String currency = specs.getFirst().currency();
        Map<String, Object> account = new LinkedHashMap<>();
        account.put("accountId", member.id().toString());
        account.put("name", "Drill " + member.number());
        account.put("accountType", "MARGIN");
        account.put("positionMode", member.hedging() ? "HEDGING" : "NETTING");
        account.put("baseCurrency", currency);
        account.put("limits", Map.of("ordersPerSecond", ORDERS_PER_SECOND));
        site.post(token, "/v1/accounts", account);
        site.post(
                token,
                "/v1/accounts/" + member.id() + "/deposits",
                Map.of(
                        "transferId",
                        "opening",
                        "asset",
                        currency,
                        "amount",
                        member.cash().toPlainString()));
        site.put(
                token,
                "/v1/admin/accounts/" + member.id() + "/margin-settings",
                Map.of(
                        "leverage", Integer.toString(member.leverage()),
                        "callLevel", "1",
                        "stopOutLevel", "0.5",
                        "restoreLevel", "0.5",
                        "liquidationMode", member.closesWhole() ? "WHOLE_POSITION" : "LEAST_QUANTITY",
                        "reason", "drill"));
        place(site, member, "fills-", member.openings());
    }

    private static void rest(DrillSite site, Crowd.Member member) throws IOException, InterruptedException {
        String held = member.openings().getFirst().symbol();
        place(
                site,
                member,
                "reduces-",
                member.resting().stream()
                        .filter(order -> order.symbol().equals(held))
                        .toList());
        place(
                site,
                member,
                OPENS,
                member.resting().stream()
                        .filter(order -> !order.symbol().equals(held))
                        .toList());
    }

    private static void place(DrillSite site, Crowd.Member member, String prefix, List<Crowd.Order> orders)
            throws IOException, InterruptedException {
        String trader = site.traderToken("drill-" + member.number(), List.of(member.id()));
        int number = 0;
        for (Crowd.Order order : orders) {
            number++;
            site.post(trader, "/v1/accounts/" + member.id() + "/orders", order.body(prefix + number));
        }
    }

    /** Kills the API when half of those that must be have begun to be liquidated; returns how many had. */
    private long killHalfWay(DrillSite site, StopOutBooks books, int accounts) throws Exception {
        // Seven in ten fall below their level: what the crowd is made of, and what is judged afterwards.
        long all = accounts * 7L / 10;
        long half = all / HALF;
        if (!DrillSite.await(ENDED_WITHIN, () -> books.liquidatedCount() >= half)) {
            throw new IllegalStateException("no " + half + " liquidations have begun");
        }
        site.killApi();
        long begun = books.liquidatedCount();
        int unfinished = books.unfinished().size();
        if (begun == all && unfinished == 0) {
            throw new IllegalStateException("every liquidation had ended before the API was killed");
        }
        out.println(
                "  the API was killed when " + begun + " liquidations had begun, " + unfinished + " of them not ended");
        site.startApi();
        out.println("  the API is back");
        return begun;
    }

    /** The quotes once they stand still again. */
    private Map<String, Touch> bottom(QuoteBoard board, long began) throws Exception {
        Map<String, BigDecimal> seen = new TreeMap<>();
        long[] since = {System.nanoTime()};
        boolean still = DrillSite.await(ENDED_WITHIN, () -> {
            Map<String, BigDecimal> now = new TreeMap<>();
            StopOutDrill.touches(board, specs).forEach((symbol, touch) -> now.put(symbol, touch.bidPx()));
            if (!now.equals(seen)) {
                seen.clear();
                seen.putAll(now);
                since[0] = System.nanoTime();
            }
            return System.nanoTime() - since[0] > STILL_FOR.toNanos()
                    && System.nanoTime() - began > Duration.ofSeconds(seconds).toNanos();
        });
        if (!still) {
            throw new IllegalStateException("the quotes do not stand still");
        }
        return pxOnly(StopOutDrill.touches(board, specs));
    }

    /** Sizes change while prices stand still. */
    private static Map<String, Touch> pxOnly(Map<String, Touch> touches) {
        Map<String, Touch> stripped = new TreeMap<>();
        touches.forEach((symbol, touch) ->
                stripped.put(symbol, new Touch(symbol, touch.bidPx(), BigDecimal.ONE, touch.askPx(), BigDecimal.ONE)));
        return stripped;
    }

    /** Nobody is below his level or being liquidated, and nothing is on its way to the venue or back. */
    private static boolean isOver(
            StopOutBooks books, SessionBooks session, Map<UUID, Standing> before, Map<String, Touch> bottom)
            throws Exception {
        return books.liquidated()
                        .containsAll(before.values().stream()
                                .filter(standing -> standing.isBelow(bottom))
                                .map(Standing::accountId)
                                .toList())
                && books.unfinished().isEmpty()
                && books.standings().values().stream().noneMatch(standing -> standing.isBelow(bottom))
                && session.pendingOrders() == 0
                && session.unretiredRoutes() == 0;
    }

    private static Ending ending(Path folder, StopOutBooks books, Map<UUID, Standing> before, Map<String, Touch> bottom)
            throws Exception {
        JournalSummary venue = JournalSummary.of(folder.resolve("venue"));
        return new Ending(
                bottom,
                before,
                books.standings(),
                books.liquidated(),
                books.unfinished(),
                books.flipped(),
                books.negative(),
                books.raised(),
                books.opening(),
                books.steps(),
                books.orders(),
                books.doubled(),
                venue.ordersTakenTwice() + venue.execIdsUsedTwice());
    }

    private static void tell(String name, Ending ending, Figures figures) {
        figures.put(name + "_under_at_the_bottom", StopOutJudge.under(ending).size());
        figures.put(name + "_liquidated", ending.liquidated().size());
        long flat = ending.liquidated().stream()
                .filter(account ->
                        Objects.requireNonNull(ending.after().get(account)).isFlat())
                .count();
        figures.put(name + "_ended_flat", flat);
        figures.put(name + "_ended_restored", ending.liquidated().size() - flat);
        figures.put(
                name + "_below_level_at_the_end",
                ending.after().values().stream()
                        .filter(standing -> standing.isBelow(ending.quotes()))
                        .count());
        figures.put(name + "_flipped", ending.flipped().size());
        figures.put(name + "_below_zero", ending.negative().size());
        figures.put(name + "_breaks_raised", ending.raised().size());
        figures.put(name + "_closing_orders", ending.steps());
        figures.put(name + "_sent_twice", ending.doubled() + ending.takenTwice());
        StopOutJudge.problems(ending).forEach(problem -> figures.problem(name + ": " + problem));
    }

    private void reconcile(String name, SessionBooks session, Figures figures) throws Exception {
        Reconciliation reconciliation = session.reconcile();
        figures.put(name + "_invariants_checked", reconciliation.checked());
        figures.putZero(name + "_invariants_failed", reconciliation.failed());
        if (!reconciliation.holds()) {
            out.print(reconciliation.table());
        }
    }
}
