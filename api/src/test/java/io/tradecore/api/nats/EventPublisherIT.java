package io.tradecore.api.nats;

import static io.tradecore.api.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.api.nats.TestBook.TestOrder;
import io.tradecore.ledger.AccountId;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.outbox.pg.PgEventFeed;
import io.tradecore.oms.outbox.pg.PgLease;
import io.tradecore.servers.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventPublisherIT {
    private static final RelayOptions OPTIONS =
            new RelayOptions(Duration.ZERO, Duration.ofMillis(20), Duration.ofMinutes(5), 200, 7);

    private final TestServers servers = TestServers.get();
    private final String url = servers.addresses().natsUri();
    private final TestBook book = new TestBook();
    private final HikariDataSource dataSource = book.dataSource(DbRole.RELAY);
    private final String name = "events-" + UUID.randomUUID();
    private final PgEventFeed feed = new PgEventFeed(dataSource, name);
    private final List<AutoCloseable> toClose = new ArrayList<>();

    /** One publisher with all it needs, as a process has it. */
    private final class Process implements AutoCloseable {
        private final NatsLink link = new NatsLink(url, "test");
        private final LeaseKeeper lease =
                new LeaseKeeper(new PgLease(dataSource, name, UUID.randomUUID().toString()), Duration.ofSeconds(1));
        private final EventPublisher publisher =
                new EventPublisher(feed, link, lease, OPTIONS, new SimpleMeterRegistry());

        private Process() {
            link.start();
            lease.start();
            publisher.start();
            toClose.add(this);
        }

        @Override
        public void close() {
            publisher.close();
            lease.close();
            link.close();
        }
    }

    @BeforeEach
    void startAtTheNewestEvent() throws Exception {
        servers.servers().nats().start();
        // What other tests wrote is no concern of this one.
        feed.advance(feed.horizon());
    }

    @AfterEach
    void stopAll() throws Exception {
        servers.servers().nats().start();
        for (AutoCloseable each : toClose.reversed()) {
            each.close();
        }
        dataSource.close();
        book.retireAll();
    }

    private List<String> storedIds(AccountId account) throws Exception {
        return Listener.stored(url, "oms.event." + account + ".>").stream()
                .map(Listener::id)
                .toList();
    }

    private static List<String> ids(AccountId account, long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(seq -> "event:" + account + ":" + seq)
                .toList();
    }

    @Test
    void everyEventIsPublishedOnceInTheOrderOfItsSeq() throws Exception {
        AccountId account = book.openAccount();
        var listener = new Listener(url, "oms.event." + account + ".>");
        toClose.add(listener);
        new Process();
        for (int i = 0; i < 10; i++) {
            TestOrder order = book.place(account);
            book.fill(order, "x-" + i, "0.50", "100.25");
            book.requestCancel(order, "cxl-" + i);
        }
        eventually(() -> assertThat(storedIds(account)).isEqualTo(ids(account, 1, 30)));
        assertThat(listener.ids()).isEqualTo(ids(account, 1, 30));
        assertThat(listener.heard().get(0).getSubject()).isEqualTo("oms.event." + account + ".order");
        assertThat(listener.heard().get(1).getSubject()).isEqualTo("oms.event." + account + ".fill");
    }

    @Test
    void aProgramThatSpeaksTheTextProtocolReceivesFills() throws Exception {
        AccountId account = book.openAccount();
        new Process();
        try (var subscriber = new NatsByHand(url)) {
            subscriber.subscribe("oms.event." + account + ".fill");
            TestOrder order = book.place(account);
            book.fill(order, "exec-7", "0.50", "100.25");
            NatsByHand.Received fill = subscriber.next();
            assertThat(fill.subject()).isEqualTo("oms.event." + account + ".fill");
            assertThat(fill.headers()).startsWith("NATS/1.0").contains("Nats-Msg-Id:event:" + account + ":2");
            assertThat(fill.payload())
                    .contains("\"schema\":\"oms.event\",\"version\":1", "\"seq\":2,")
                    .contains("\"eventType\":\"TRADE\"", "\"execId\":\"exec-7\"", "\"symbol\":\"BTCUSDT\"")
                    .contains("\"lastQty\":\"0.50\",\"lastPx\":\"100.25\"")
                    .contains("\"transactTime\":\"2024-08-08T10:11:12.123456Z\"")
                    .doesNotContain("reasonCode");
        }
    }

    @Test
    void theEventOfASlowTransactionIsNotLost() throws Exception {
        AccountId slow = book.openAccount();
        AccountId quick = book.openAccount();
        new Process();
        book.place(quick);
        eventually(() -> assertThat(storedIds(quick)).hasSize(1));
        try (var late = book.begin(slow)) {
            book.place(late, slow);
            for (int i = 0; i < 10; i++) {
                book.place(quick);
            }
            late.commit();
        }
        eventually(() -> assertThat(storedIds(slow)).isEqualTo(ids(slow, 1, 1)));
        eventually(() -> assertThat(storedIds(quick)).isEqualTo(ids(quick, 1, 11)));
    }

    @Test
    void anOutageOfNatsLosesNoEventAndKeepsTheOrder() throws Exception {
        AccountId account = book.openAccount();
        var process = new Process();
        for (int i = 0; i < 40; i++) {
            book.place(account);
        }
        servers.servers().nats().kill();
        for (int i = 0; i < 40; i++) {
            book.place(account);
        }
        eventually(() -> assertThat(process.link.isConnected()).isFalse());
        servers.servers().nats().start();
        eventually(() -> assertThat(storedIds(account)).isEqualTo(ids(account, 1, 80)));
    }

    @Test
    void aSuccessorGoesOnWhereTheLastOneStopped() throws Exception {
        AccountId account = book.openAccount();
        var listener = new Listener(url, "oms.event." + account + ".>");
        toClose.add(listener);
        var first = new Process();
        for (int i = 0; i < 20; i++) {
            book.place(account);
        }
        eventually(() -> assertThat(listener.heard()).hasSize(20));
        eventually(() -> assertThat(storedIds(account)).hasSize(20));
        first.close();
        for (int i = 0; i < 5; i++) {
            book.place(account);
        }
        new Process();
        eventually(() -> assertThat(storedIds(account)).isEqualTo(ids(account, 1, 25)));
        assertThat(listener.ids()).as("nothing is published twice").isEqualTo(ids(account, 1, 25));
    }
}
