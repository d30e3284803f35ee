package io.tradecore.ops.bench;

import io.tradecore.ledger.TransferKind;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Transfers by {@code POST /v1/admin/ledger}, the way in that programs of operators and services use: groups of linked
 * transfers, all of a group or none, on connections that are kept, each with one request at a time, at the best number of them.
 * A transfer counts when the answer to its group is there, so when it is committed and sealed into the chain.
 */
final class LedgerTransfers implements BenchCase {

    /** Which transfers there are. */
    enum Method {
        /** Each from one account to another, both at random: an INTERNAL transfer in the books of both. */
        TWO_RANDOM_ACCOUNTS,
        /** All in one account, in turn from its cash to its fees and back. */
        ONE_HOT_ACCOUNT,
        /** Each between one account, always the same, and another at random, in turn out of it and into it. */
        HOT_TO_RANDOM
    }

    /** The most a request may ask for. */
    static final int LARGEST_GROUP = 100;

    private static final int[] CONNECTIONS = {4, 8, 16, 32};
    private static final int CREATED = 201;
    private static final int REFUSED = 422;
    private static final int OVERLOADED = 503;

    private final String name;
    private final Site site;
    private final BenchPlan plan;
    private final Method method;
    private final int group;
    private int connections = CONNECTIONS[0];

    /** @param group transfers in one request */
    LedgerTransfers(String name, Site site, BenchPlan plan, Method method, int group) {
        this.name = name;
        this.site = site;
        this.plan = plan;
        this.method = method;
        this.group = group;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void warmUp() throws Exception {
        run(CONNECTIONS[1], plan.warmUp(), false);
        connections =
                Best.of(CONNECTIONS, count -> run(count, plan.probe(), false).achieved());
    }

    @Override
    public Sample measure() throws Exception {
        return run(connections, plan.measured(), true)
                .with("connections", connections)
                .with("group", group);
    }

    private Sample run(int count, Duration length, boolean check) throws Exception {
        site.reset();
        Acknowledged groups = new Acknowledged(name);
        AtomicLong next = new AtomicLong();
        AtomicBoolean running = new AtomicBoolean(true);
        BenchAccounts accounts = site.books().accounts();
        URI api = site.installation().apiUrl();
        String token = site.adminToken();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(Thread.ofVirtual().start(() -> transfer(api, token, accounts, next, running, groups)));
        }
        TimeUnit.NANOSECONDS.sleep(plan.runUp().toNanos());
        long before = groups.acceptedCount();
        Window window = Window.open(site);
        window.await(length);
        Sample sample = window.close((groups.acceptedCount() - before) * group);
        running.set(false);
        for (Thread client : clients) {
            client.join();
        }
        if (check) {
            groups.verify("groups of transfers", site.books().requestNumbers(groups.prefix()));
            site.check(name());
        }
        return groups.counted(sample);
    }

    private void transfer(
            URI api,
            String token,
            BenchAccounts accounts,
            AtomicLong next,
            AtomicBoolean running,
            Acknowledged groups) {
        while (running.get()) {
            try (KeepAliveHttp http = new KeepAliveHttp(api, token)) {
                while (running.get()) {
                    long number = next.getAndIncrement();
                    switch (http.post("/v1/admin/ledger", json(groups.clOrdId(number), accounts))) {
                        case CREATED -> groups.accepted(number);
                        case REFUSED, OVERLOADED -> groups.refused();
                        default -> groups.failed();
                    }
                }
            } catch (IOException e) {
                groups.failed();
            }
        }
    }

    private String json(String requestId, BenchAccounts accounts) {
        StringJoiner acts = new StringJoiner(",", "{\"requestId\":\"" + requestId + "\",\"acts\":[", "]}");
        for (int member = 0; member < group; member++) {
            acts.add(act(requestId + "-" + member, member, accounts));
        }
        return acts.toString();
    }

    private String act(String id, int member, BenchAccounts accounts) {
        RandomGenerator random = ThreadLocalRandom.current();
        int hot = 0;
        // Never the one it is given, and each of the others as likely.
        int one = random.nextInt(accounts.count());
        int other = (one + 1 + random.nextInt(accounts.count() - 1)) % accounts.count();
        int cold = 1 + random.nextInt(accounts.count() - 1);
        boolean out = member % 2 == 0;
        return switch (method) {
            case TWO_RANDOM_ACCOUNTS -> move(id, accounts.of(one), accounts.of(other));
            case ONE_HOT_ACCOUNT -> post(id, accounts.of(hot), out ? TransferKind.FEE : TransferKind.REBATE);
            case HOT_TO_RANDOM -> move(id, accounts.of(out ? hot : cold), accounts.of(out ? cold : hot));
        };
    }

    private static String move(String id, UUID from, UUID to) {
        return "{\"act\":\"MOVE\",\"accountId\":\"" + from + "\",\"toAccountId\":\"" + to + "\"" + amount(id);
    }

    private static String post(String id, UUID account, TransferKind kind) {
        return "{\"act\":\"POST\",\"accountId\":\"" + account + "\",\"kind\":\"" + kind + "\"" + amount(id);
    }

    private static String amount(String id) {
        return ",\"id\":\"" + id + "\",\"asset\":\"" + BenchOrder.CURRENCY + "\",\"amount\":\"1.00\"}";
    }
}
