package io.tradecore.ops.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ledger as a function in the database, the way pgledger is one: a call is a transfer and a transaction of its own, which
 * locks the two accounts in the order of their ids, updates both and inserts the transfer and its two entries. From 20
 * connections through the pooler. It has no idempotency, no chain, no row-level security and no holds.
 */
final class PlainLedger implements BenchCase {

    private static final int CONNECTIONS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(PlainLedger.class);

    // A schema of its own, so that it is not among what accounts own.
    private static final String MAKE_TABLES = """
            CREATE SCHEMA IF NOT EXISTS plain_ledger;
            DROP TABLE IF EXISTS plain_ledger.accounts, plain_ledger.transfers, plain_ledger.entries;
            CREATE TABLE plain_ledger.accounts (
                id uuid PRIMARY KEY,
                balance numeric NOT NULL CHECK (balance >= 0),
                version bigint NOT NULL,
                updated_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE TABLE plain_ledger.transfers (
                id uuid PRIMARY KEY,
                from_account uuid NOT NULL REFERENCES plain_ledger.accounts (id),
                to_account uuid NOT NULL REFERENCES plain_ledger.accounts (id),
                amount numeric NOT NULL CHECK (amount > 0),
                created_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE TABLE plain_ledger.entries (
                account uuid NOT NULL REFERENCES plain_ledger.accounts (id),
                version bigint NOT NULL,
                transfer uuid NOT NULL REFERENCES plain_ledger.transfers (id),
                amount numeric NOT NULL,
                balance_after numeric NOT NULL,
                created_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (account, version)
            )""";

    private static final String MAKE_FUNCTION = """
            CREATE OR REPLACE FUNCTION plain_ledger.transfer(payer uuid, payee uuid, moved numeric) RETURNS uuid
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = plain_ledger AS $$
            DECLARE
                made uuid := uuidv7();
                payer_after accounts;
                payee_after accounts;
            BEGIN
                PERFORM FROM accounts WHERE id IN (payer, payee) ORDER BY id FOR UPDATE;
                UPDATE accounts SET balance = balance - moved, version = version + 1, updated_at = now()
                    WHERE id = payer RETURNING * INTO payer_after;
                UPDATE accounts SET balance = balance + moved, version = version + 1, updated_at = now()
                    WHERE id = payee RETURNING * INTO payee_after;
                INSERT INTO transfers (id, from_account, to_account, amount) VALUES (made, payer, payee, moved);
                INSERT INTO entries (account, version, transfer, amount, balance_after)
                    VALUES (payer, payer_after.version, made, -moved, payer_after.balance);
                INSERT INTO entries (account, version, transfer, amount, balance_after)
                    VALUES (payee, payee_after.version, made, moved, payee_after.balance);
                RETURN made;
            END;
            $$;
            GRANT USAGE ON SCHEMA plain_ledger TO oms_writer""";

    private static final String FILL = """
            TRUNCATE plain_ledger.accounts, plain_ledger.transfers, plain_ledger.entries;
            INSERT INTO plain_ledger.accounts (id, balance, version) SELECT account_id, 1000000000, 0 FROM accounts;
            ANALYZE plain_ledger.accounts""";

    private static final String TRANSFER = "SELECT plain_ledger.transfer(?, ?, 1.00)";

    private final String name;
    private final Site site;
    private final BenchPlan plan;
    private final boolean hot;

    /** @param hot whether one account is on a side of every transfer, in turn paying and paid */
    PlainLedger(String name, Site site, BenchPlan plan, boolean hot) {
        this.name = name;
        this.site = site;
        this.plan = plan;
        this.hot = hot;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void warmUp() throws Exception {
        site.books().execute(MAKE_TABLES);
        site.books().execute(MAKE_FUNCTION);
        run(plan.probe());
    }

    @Override
    public Sample measure() throws Exception {
        return run(plan.measured()).with("connections", CONNECTIONS);
    }

    private Sample run(Duration length) throws Exception {
        return site.withoutApi(() -> {
            site.books().execute(FILL);
            site.books().settle();
            BenchAccounts accounts = site.books().accounts();
            LongAdder done = new LongAdder();
            LongAdder failed = new LongAdder();
            AtomicBoolean running = new AtomicBoolean(true);
            Sample sample;
            try (HikariDataSource writer = Writers.pool(site, CONNECTIONS)) {
                List<Thread> clients = new ArrayList<>();
                for (int i = 0; i < CONNECTIONS; i++) {
                    clients.add(Thread.ofPlatform()
                            .name("plain-ledger-" + i)
                            .start(() -> transfer(writer, accounts, running, done, failed)));
                }
                TimeUnit.NANOSECONDS.sleep(plan.runUp().toNanos());
                long before = done.sum();
                Window window = Window.open(site);
                window.await(length);
                sample = window.close(done.sum() - before);
                running.set(false);
                for (Thread client : clients) {
                    client.join();
                }
            }
            return new Sample(sample.offered(), sample.achieved(), 0, failed.sum(), 0, sample.more());
        });
    }

    private void transfer(
            HikariDataSource writer, BenchAccounts accounts, AtomicBoolean running, LongAdder done, LongAdder failed) {
        RandomGenerator random = ThreadLocalRandom.current();
        try (Connection connection = writer.getConnection()) {
            // A statement by itself is a transaction: one round trip, and none for the commit.
            connection.setAutoCommit(true);
            try (PreparedStatement transfer = connection.prepareStatement(TRANSFER)) {
                for (boolean out = true; running.get(); out = !out) {
                    int one = hot ? 0 : random.nextInt(accounts.count());
                    int other = (one + 1 + random.nextInt(accounts.count() - 1)) % accounts.count();
                    UUID payer = accounts.of(out ? one : other);
                    UUID payee = accounts.of(out ? other : one);
                    transfer.setObject(1, payer);
                    transfer.setObject(2, payee);
                    transfer.execute();
                    done.increment();
                }
            }
        } catch (SQLException e) {
            LOG.warn("A transfer of the plain ledger failed: {}", e.toString());
            failed.increment();
        }
    }
}
