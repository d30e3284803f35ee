package io.tradecore.ops.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Orders over gRPC streams with as many unanswered as work best. The same case serves for what an account, row-level
 * security, the pooler or history cost: only what surrounds it differs.
 */
final class GrpcOrders implements BenchCase {

    private static final int[] WINDOWS = {250, 500, 1000, 2000, 3000};
    /** There is room for as many of one account: further ones are refused. */
    private static final int MOST_OF_ONE_ACCOUNT = 2000;

    /** What is different while the case runs. */
    interface Surroundings {
        <T> T around(Site site, BenchAct<T> act) throws Exception;
    }

    /** Nothing is different; the books are empty at first. */
    static final Surroundings ORDINARY = new Surroundings() {
        @Override
        public <T> T around(Site site, BenchAct<T> act) throws Exception {
            site.reset();
            return act.run();
        }
    };

    /** Row-level security is off, on empty books. */
    static final Surroundings NO_ROW_SECURITY = new Surroundings() {
        @Override
        public <T> T around(Site site, BenchAct<T> act) throws Exception {
            site.reset();
            return site.books().withoutRowSecurity(act);
        }
    };

    /** The books stay as they are: what they hold is the point. Only routes of earlier repeats wait for a venue no more. */
    static final Surroundings AS_IT_IS = new Surroundings() {
        @Override
        public <T> T around(Site site, BenchAct<T> act) throws Exception {
            site.books().retireRoutes();
            site.books().settle();
            return act.run();
        }
    };

    private final String name;
    private final Site site;
    private final BenchPlan plan;
    private final boolean oneAccount;
    private final Surroundings surroundings;
    private final GrpcSetting setting;

    /**
     * @param oneAccount whether all orders are one account's
     * @param setting the window, found by whoever of those that share it is warmed up first
     */
    GrpcOrders(
            String name,
            Site site,
            BenchPlan plan,
            boolean oneAccount,
            Surroundings surroundings,
            GrpcSetting setting) {
        this.name = name;
        this.site = site;
        this.plan = plan;
        this.oneAccount = oneAccount;
        this.surroundings = surroundings;
        this.setting = setting;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void warmUp() throws Exception {
        run(WINDOWS[2], plan.warmUp(), false);
        if (!setting.isFound()) {
            setting.found(
                    Best.of(WINDOWS, window -> run(window, plan.probe(), false).achieved()));
        }
    }

    @Override
    public Sample measure() throws Exception {
        int window = oneAccount ? Math.min(setting.window(), MOST_OF_ONE_ACCOUNT) : setting.window();
        return run(window, plan.measured(), true).with("window", window);
    }

    private Sample run(int window, Duration length, boolean check) throws Exception {
        Acknowledged orders = new Acknowledged(name);
        Sample sample = surroundings.around(site, () -> run(window, length, orders));
        if (check) {
            orders.verify(site.books());
            if (surroundings != AS_IT_IS) {
                site.check(name);
            }
        }
        return orders.counted(sample);
    }

    private Sample run(int outstanding, Duration length, Acknowledged orders) throws Exception {
        BenchAccounts all = site.books().accounts();
        try (GrpcEntry entry = new GrpcEntry(
                site.installation().grpcAddress(),
                site.tradingToken(),
                GrpcSetting.STREAMS,
                orders,
                oneAccount ? all.single() : all)) {
            Streams published = Streams.of(site);
            entry.keepOutstanding(outstanding);
            TimeUnit.NANOSECONDS.sleep(plan.runUp().toNanos());
            long before = orders.acceptedCount();
            Window window = Window.open(site);
            window.await(length);
            Sample sample = window.close(orders.acceptedCount() - before)
                    .with(published.shareSince(orders.acceptedCount()))
                    .with("api_rss_mb", site.cpu().apiResidentMib());
            entry.finish();
            long transactions = site.books().writingTransactions(orders.prefix());
            return sample.with("orders_per_transaction", (double) orders.acceptedCount() / Math.max(1, transactions));
        }
    }
}
