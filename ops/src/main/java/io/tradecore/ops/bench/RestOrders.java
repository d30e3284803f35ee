package io.tradecore.ops.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Orders over REST on connections that are kept, each with one request at a time, at the best number of them. */
final class RestOrders implements BenchCase {

    private static final int[] CONNECTIONS = {16, 32, 64, 128};
    private static final int CREATED = 201;
    private static final int DENIED = 422;
    private static final int TOO_MANY = 429;
    private static final int OVERLOADED = 503;

    private final Site site;
    private final BenchPlan plan;
    private int connections = CONNECTIONS[0];

    RestOrders(Site site, BenchPlan plan) {
        this.site = site;
        this.plan = plan;
    }

    @Override
    public String name() {
        return "rest_orders";
    }

    @Override
    public void warmUp() throws Exception {
        run(CONNECTIONS[CONNECTIONS.length - 1], plan.warmUp(), false);
        connections =
                Best.of(CONNECTIONS, count -> run(count, plan.probe(), false).achieved());
    }

    @Override
    public Sample measure() throws Exception {
        return run(connections, plan.measured(), true).with("connections", connections);
    }

    private Sample run(int count, Duration length, boolean check) throws Exception {
        site.reset();
        Acknowledged orders = new Acknowledged("rest");
        AtomicLong next = new AtomicLong();
        AtomicBoolean running = new AtomicBoolean(true);
        BenchAccounts accounts = site.books().accounts();
        URI api = site.installation().apiUrl();
        String token = site.tradingToken();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(Thread.ofVirtual().start(() -> trade(api, token, accounts, next, running, orders)));
        }
        TimeUnit.NANOSECONDS.sleep(plan.runUp().toNanos());
        long before = orders.acceptedCount();
        Window window = Window.open(site);
        window.await(length);
        Sample sample = window.close(orders.acceptedCount() - before);
        running.set(false);
        for (Thread client : clients) {
            client.join();
        }
        if (check) {
            orders.verify(site.books());
            site.check(name());
        }
        return orders.counted(sample);
    }

    private static void trade(
            URI api,
            String token,
            BenchAccounts accounts,
            AtomicLong next,
            AtomicBoolean running,
            Acknowledged orders) {
        while (running.get()) {
            try (KeepAliveHttp http = new KeepAliveHttp(api, token)) {
                while (running.get()) {
                    long number = next.getAndIncrement();
                    UUID account = accounts.of(number);
                    switch (http.post("/v1/accounts/" + account + "/orders", json(orders.clOrdId(number), number))) {
                        case CREATED -> orders.accepted(number);
                        case DENIED, TOO_MANY, OVERLOADED -> orders.refused();
                        default -> orders.failed();
                    }
                }
            } catch (IOException e) {
                orders.failed();
            }
        }
    }

    /** The n-th order of a case. */
    static String json(String clOrdId, long n) {
        return "{\"clOrdId\":\"" + clOrdId + "\",\"symbol\":\"" + BenchOrder.SYMBOL
                + "\",\"side\":\"BUY\",\"ordType\":\"LIMIT\",\"timeInForce\":\"DAY\",\"orderQty\":\""
                + BenchOrder.QTY.toPlainString() + "\",\"px\":\""
                + BenchOrder.px(n).toPlainString() + "\"}";
    }
}
