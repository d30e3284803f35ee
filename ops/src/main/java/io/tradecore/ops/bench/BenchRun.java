package io.tradecore.ops.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One run: which cases are measured beside which, and what is made of their medians. */
final class BenchRun {

    /** Of the pipeline, whatever the size of a batch: see the class comment of PgBatchStore. */
    private static final int ROUND_TRIPS_PER_BATCH = 2;

    private final Path home;
    private final BenchFolder folder;
    private final BenchPlan plan;
    private final Set<BenchPart> parts;
    private final Report report;
    private final PrintStream out;
    private final Rounds rounds;
    private final GrpcSetting setting = new GrpcSetting();

    BenchRun(Path home, BenchFolder folder, BenchPlan plan, Set<BenchPart> parts, Report report, PrintStream out) {
        this.home = home;
        this.folder = folder;
        this.plan = plan;
        this.parts = BenchPart.withNeeds(parts);
        this.report = report;
        this.out = out;
        this.rounds = new Rounds(plan.repeats(), out);
    }

    /** @throws InvariantException if the books are wrong after a case */
    void run() throws Exception {
        long began = System.nanoTime();
        try (Site main = start("main", Site.POOLED)) {
            rates(main);
            if (parts.contains(BenchPart.LATENCY)) {
                latencies(main, report.get("grpc_orders_per_s"));
            }
            if (parts.contains(BenchPart.OVERLOAD)) {
                out.println("Overload");
                report.add(Map.of("overload", new Overload(main, plan, report.get("grpc_orders_per_s")).run()));
            }
            // Later parts start its process anew.
            report.put("api_rss_mb", main.cpu().apiResidentMib());
            report.put("api_rss_peak_mb", main.cpu().apiPeakMib());
            surroundings(main);
            if (parts.contains(BenchPart.STARTUP)) {
                startups(main);
            }
        }
        compare();
        report.put("took_s", (System.nanoTime() - began) / 1e9);
    }

    private Site start(String name, Site.ApiSettings settings) throws Exception {
        return Site.start(name, home, folder.site(name), settings, out);
    }

    private GrpcOrders grpc(String name, Site site, BenchPlan plan, GrpcOrders.Surroundings surroundings) {
        return new GrpcOrders(name, site, plan, false, surroundings, setting);
    }

    private void rates(Site main) throws Exception {
        List<BenchCase> cases = new ArrayList<>();
        add(cases, BenchPart.LIMIT, new LimitOrders(main, plan));
        add(cases, BenchPart.USUAL, new UsualOrders(main, plan));
        add(cases, BenchPart.REST, new RestOrders(main, plan));
        add(cases, BenchPart.GRPC, grpc("grpc_orders", main, plan, GrpcOrders.ORDINARY));
        add(
                cases,
                BenchPart.HOT_ACCOUNT,
                new GrpcOrders("hot_account_orders", main, plan.warmedUp(), true, GrpcOrders.ORDINARY, setting));
        add(cases, BenchPart.RLS, grpc("no_rls_orders", main, plan.warmedUp(), GrpcOrders.NO_ROW_SECURITY));
        add(cases, BenchPart.FILL_LIMIT, new FillLimit(main, plan));
        add(cases, BenchPart.FILLS, new Fills(main, plan));
        add(cases, BenchPart.FULL_CYCLE, new FullCycle(main, plan));
        ledger(main, cases);
        add(cases, BenchPart.MARKING, new MarkPositions(plan));
        if (!cases.isEmpty()) {
            out.println("Rates");
            report.add(rounds.measure(cases));
        }
    }

    private void ledger(Site main, List<BenchCase> cases) {
        int group = LedgerTransfers.LARGEST_GROUP;
        BenchPlan warm = plan.warmedUp();
        List.of(
                        new LedgerTransfers("ledger_hot", main, plan, LedgerTransfers.Method.ONE_HOT_ACCOUNT, group),
                        new LedgerTransfers(
                                "ledger_transfers", main, warm, LedgerTransfers.Method.TWO_RANDOM_ACCOUNTS, group),
                        new LedgerTransfers(
                                "ledger_hot_moves", main, warm, LedgerTransfers.Method.HOT_TO_RANDOM, group),
                        new LedgerTransfers("ledger_single", main, warm, LedgerTransfers.Method.TWO_RANDOM_ACCOUNTS, 1),
                        new PlainLedger("plain_ledger", main, plan, false),
                        new PlainLedger("plain_ledger_hot", main, plan, true))
                .forEach(each -> add(cases, BenchPart.LEDGER, each));
    }

    private void add(List<BenchCase> cases, BenchPart part, BenchCase each) {
        if (parts.contains(part)) {
            cases.add(each);
        }
    }

    private void latencies(Site main, double best) throws Exception {
        out.println("Latencies");
        GrpcLatency half = latency(main, best, 50);
        report.add(rounds.measure(List.of(
                latency(main, best, 25),
                half,
                new FloorLatency(main, plan, half::transactionsPerSecond),
                latency(main, best, 75))));
        report.put("p99_ms_at_half_load", report.get("latency_50_p99_ms"));
    }

    private GrpcLatency latency(Site main, double best, int percent) {
        return new GrpcLatency("latency_" + percent, main, plan, best * percent / 100);
    }

    /**
     * What the checks of orders, the pooler and history cost, beside the same thing at the same time with them and without. The
     * processes compared have all been started for this, and are warmed up alike.
     */
    private void surroundings(Site main) throws Exception {
        boolean checks = parts.contains(BenchPart.CHECKS);
        boolean pooler = parts.contains(BenchPart.PGBOUNCER);
        boolean growth = parts.contains(BenchPart.GROWTH);
        if (!checks && !pooler && !growth) {
            return;
        }
        if (!setting.isFound()) {
            out.println("Looking for the best window");
            grpc("window", main, plan, GrpcOrders.ORDINARY).warmUp();
        }
        List<BenchCase> cases = new ArrayList<>();
        cases.add(grpc("baseline_orders", main, plan, GrpcOrders.ORDINARY));
        try (Site unchecked = checks ? start("unchecked", Site.REQUIRED_CHECKS) : null;
                Site direct = pooler ? start("direct", Site.DIRECT) : null;
                Site history = growth ? start("history", Site.POOLED) : null) {
            if (unchecked != null) {
                cases.add(grpc("no_checks_orders", unchecked, plan, GrpcOrders.ORDINARY));
            }
            if (direct != null) {
                cases.add(grpc("no_pgbouncer_orders", direct, plan, GrpcOrders.ORDINARY));
            }
            if (history != null) {
                out.printf(Locale.ROOT, "Loading %,d orders of history%n", plan.history());
                try (Connection administrator = history.superuser()) {
                    new History(plan.history(), history.books().accounts()).load(administrator);
                }
                history.check("the history");
                cases.add(grpc("history_orders", history, plan, GrpcOrders.AS_IT_IS));
            }
            main.restartApi();
            out.println("Checks, pooler and history");
            report.add(rounds.measure(cases));
            if (history != null) {
                report.put("history_orders", history.books().orders());
                history.check("orders after the history");
            }
        }
    }

    private void startups(Site main) throws Exception {
        out.println("Start-up");
        Startup startup = new Startup(main);
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < plan.repeats(); i++) {
            seconds.add(startup.seconds());
        }
        report.put("startup_to_first_order_s", Medians.median(seconds));
    }

    private void compare() {
        report.putRatio("grpc_to_limit", "grpc_orders_per_s", "limit_orders_per_s");
        report.putRatio("grpc_to_usual", "grpc_orders_per_s", "usual_orders_per_s");
        report.putRatio("rest_to_usual", "rest_orders_per_s", "usual_orders_per_s");
        report.putRatio("fills_to_fill_limit", "fills_per_s", "fill_limit_per_s");
        report.putRatio("hot_account_ratio", "hot_account_orders_per_s", "grpc_orders_per_s");
        report.putRatio("ledger_to_plain", "ledger_transfers_per_s", "plain_ledger_per_s");
        report.putRatio("ledger_hot_to_plain", "ledger_hot_moves_per_s", "plain_ledger_hot_per_s");
        report.putRatio("growth_ratio", "history_orders_per_s", "baseline_orders_per_s");
        report.putCost("rls_cost", "grpc_orders_per_s", "no_rls_orders_per_s");
        report.putCost("checks_cost", "baseline_orders_per_s", "no_checks_orders_per_s");
        report.putCost("pgbouncer_cost", "baseline_orders_per_s", "no_pgbouncer_orders_per_s");
        report.putRatio("p99_to_floor", "p99_ms_at_half_load", "floor_p99_ms");
        report.put("round_trips_per_batch", ROUND_TRIPS_PER_BATCH);
    }
}
