package io.tradecore.api.nats;

import static io.tradecore.api.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.tradecore.api.lease.LeaseKeeper;
import io.tradecore.api.nats.TestBook.TestOrder;
import io.tradecore.ledger.AccountId;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.outbox.pg.PgLease;
import io.tradecore.oms.outbox.pg.PgOutbox;
import io.tradecore.oms.outbox.pg.PgRouteClaim;
import io.tradecore.servers.TestServers;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteRelayIT {
    private static final RelayOptions PATIENT =
            new RelayOptions(Duration.ZERO, Duration.ofMillis(20), Duration.ofMinutes(5), 200, 7);
    private static final RelayOptions IMPATIENT =
            new RelayOptions(Duration.ZERO, Duration.ofMillis(20), Duration.ofMillis(100), 200, 7);
    private static final Duration LEASE_TTL = Duration.ofSeconds(1);

    private final TestServers servers = TestServers.get();
    private final String url = servers.addresses().natsUri();
    private final TestBook book = new TestBook();
    private final HikariDataSource dataSource = book.dataSource(DbRole.RELAY);
    private final String leaseName = "relay-" + UUID.randomUUID();
    private final String routes = "oms.route." + book.venueId() + ".>";
    private final List<AutoCloseable> toClose = new ArrayList<>();

    /** One relay with all it needs, as a process has it. */
    private final class Process implements AutoCloseable {
        private final NatsLink link = new NatsLink(url, "test");
        private final LeaseKeeper lease = new LeaseKeeper(
                new PgLease(dataSource, leaseName, UUID.randomUUID().toString()), LEASE_TTL);
        private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        private final RouteRelay relay;

        private Process(RelayOptions options) {
            relay = new RouteRelay(
                    new PgOutbox(dataSource), new PgRouteClaim(dataSource, leaseName), link, lease, options, meters);
            link.start();
            lease.start();
            relay.start();
            toClose.add(this);
        }

        double unanswered() {
            return meters.get("oms.routes.unanswered").gauge().value();
        }

        @Override
        public void close() {
            relay.close();
            lease.close();
            link.close();
        }
    }

    @BeforeEach
    void natsRunsAndNothingIsLeftOfOtherTests() throws Exception {
        servers.servers().nats().start();
        try (var superuser = DriverManager.getConnection(
                        servers.addresses().directUrl(),
                        DbRole.SUPERUSER.username(),
                        servers.passwords().of(DbRole.SUPERUSER));
                var statement = superuser.createStatement()) {
            statement.execute("UPDATE outbox SET retired_at = now() WHERE retired_at IS NULL");
        }
    }

    @AfterEach
    void stopAll() throws Exception {
        servers.servers().nats().start();
        Collections.reverse(toClose);
        for (AutoCloseable each : toClose) {
            each.close();
        }
        dataSource.close();
        book.retireAll();
    }

    private Listener listener() throws Exception {
        var listener = new Listener(url, routes);
        toClose.add(listener);
        return listener;
    }

    private static List<String> idsOf(AccountId account, long last) {
        List<String> ids = new ArrayList<>();
        for (long seq = 1; seq <= last; seq++) {
            ids.add(account + ":" + seq);
        }
        return ids;
    }

    private static List<String> only(List<String> ids, AccountId account) {
        return ids.stream().filter(id -> id.startsWith(account.toString())).toList();
    }

    @Test
    void everyAccountsMessagesGoOutInTheOrderOfTheirSeq() throws Exception {
        AccountId first = book.openAccount();
        AccountId second = book.openAccount();
        Listener listener = listener();
        TestOrder waiting = book.place(first);
        book.requestCancel(waiting, "cxl-1");
        new Process(PATIENT);
        for (int i = 0; i < 20; i++) {
            book.requestCancel(book.place(second), "cxl-" + i);
            book.place(first);
        }
        eventually(() -> assertThat(listener.heard()).hasSize(62));
        assertThat(only(listener.ids(), first)).isEqualTo(idsOf(first, 22));
        assertThat(only(listener.ids(), second)).isEqualTo(idsOf(second, 40));
        assertThat(listener.heard().getFirst().getSubject()).startsWith("oms.route." + book.venueId() + ".");
        eventually(() -> assertThat(Listener.stored(url, routes)).hasSize(62));
    }

    @Test
    void aReplaceBringsTheTermsAskedForAndItsOrderThoseItHas() throws Exception {
        AccountId account = book.openAccount();
        Listener listener = listener();
        TestOrder order = book.place(account);
        book.requestReplace(order, "rpl-1");
        new Process(PATIENT);

        eventually(() -> assertThat(listener.heard()).hasSize(2));
        List<String> bodies = listener.heard().stream()
                .map(message -> new String(message.getData(), StandardCharsets.UTF_8))
                .toList();
        assertThat(bodies.get(0)).contains("\"NewOrderSingle\"").contains("\"orderQty\":\"2.50\"");
        assertThat(bodies.get(1))
                .contains("\"OrderCancelReplaceRequest\"", "\"clOrdId\":\"rpl-1\"")
                .contains("\"origClOrdId\":\"" + order.clOrdId() + "\"", "\"orderQty\":\"3.50\"")
                .contains("\"timeInForce\":\"GTD\"", "\"expireTime\":\"2199-01-01T00:00:00Z\"");
    }

    @Test
    void aMessageGoesOutAgainUntilTheVenueHasAnswered() throws Exception {
        AccountId account = book.openAccount();
        Listener listener = listener();
        new Process(IMPATIENT);
        TestOrder order = book.place(account);
        String id = account + ":1";
        eventually(() -> assertThat(listener.ids()).filteredOn(id::equals).hasSizeGreaterThan(2));
        book.retire(order);
        book.place(account);
        String otherId = account + ":2";
        eventually(() -> assertThat(listener.ids()).filteredOn(otherId::equals).hasSizeGreaterThan(1));
        long publications = listener.ids().stream().filter(id::equals).count();
        eventually(() -> assertThat(listener.ids()).filteredOn(otherId::equals).hasSizeGreaterThan(4));
        assertThat(listener.ids()).filteredOn(id::equals).hasSize((int) publications);
        assertThat(Listener.stored(url, routes))
                .as("JetStream drops repetitions")
                .hasSize(2);
    }

    @Test
    void whatIsUnansweredIsCountedUntilItIsNoticedToBeAnswered() throws Exception {
        AccountId account = book.openAccount();
        var process = new Process(IMPATIENT);
        List<TestOrder> orders = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            orders.add(book.place(account));
        }
        eventually(() -> assertThat(process.unanswered()).isEqualTo(20));
        for (TestOrder order : orders.subList(0, 15)) {
            book.retire(order);
        }
        eventually(() -> assertThat(process.unanswered()).isEqualTo(5));
        book.retireAll();
        eventually(() -> assertThat(process.unanswered()).isZero());
    }

    @Test
    void theRowOfASlowTransactionIsNotLost() throws Exception {
        AccountId slow = book.openAccount();
        AccountId quick = book.openAccount();
        Listener listener = listener();
        new Process(PATIENT);
        book.place(quick);
        eventually(() -> assertThat(listener.heard()).hasSize(1));
        try (var late = book.begin(slow)) {
            book.place(late, slow);
            for (int i = 0; i < 10; i++) {
                book.place(quick);
            }
            late.commit();
        }
        eventually(() -> assertThat(listener.heard()).hasSize(12));
        assertThat(only(listener.ids(), slow)).isEqualTo(idsOf(slow, 1));
        assertThat(only(listener.ids(), quick)).isEqualTo(idsOf(quick, 11));
    }

    @Test
    void anOutageOfNatsLosesNothing() throws Exception {
        AccountId account = book.openAccount();
        var process = new Process(PATIENT);
        for (int i = 0; i < 30; i++) {
            book.place(account);
        }
        servers.servers().nats().kill();
        for (int i = 0; i < 30; i++) {
            book.requestCancel(book.place(account), "cxl-" + i);
        }
        eventually(() -> assertThat(process.link.isConnected()).isFalse());
        servers.servers().nats().start();
        eventually(() -> assertThat(Listener.stored(url, routes)).hasSize(90));
        assertThat(Listener.stored(url, routes).stream().map(Listener::id)).isEqualTo(idsOf(account, 90));
    }

    @Test
    void aProcessStartsWhileNatsIsDown() throws Exception {
        servers.servers().nats().stop();
        AccountId account = book.openAccount();
        new Process(PATIENT);
        book.place(account);
        servers.servers().nats().start();
        eventually(() -> assertThat(Listener.stored(url, routes)).hasSize(1));
    }

    @Test
    void aStreamThatIsLostIsMadeAgainAndFilledWithWhatIsUnanswered() throws Exception {
        AccountId account = book.openAccount();
        Listener listener = listener();
        new Process(PATIENT);
        TestOrder answered = book.place(account);
        book.place(account);
        eventually(() -> assertThat(listener.heard()).hasSize(2));
        book.retire(answered);
        try (Connection operator = Nats.connect(url)) {
            operator.jetStreamManagement().deleteStream("OMS_ROUTES");
        }
        book.place(account);
        eventually(() -> assertThat(Listener.stored(url, routes).stream().map(Listener::id))
                .containsExactly(account + ":2", account + ":3"));
    }

    @Test
    void onlyTheHolderOfTheLeasePublishesAndItsSuccessorNeedNotWait() throws Exception {
        AccountId account = book.openAccount();
        Listener listener = listener();
        var first = new Process(PATIENT);
        eventually(() -> assertThat(first.lease.isHeld()).isTrue());
        var second = new Process(PATIENT);
        for (int i = 0; i < 40; i++) {
            book.place(account);
        }
        eventually(() -> assertThat(only(listener.ids(), account)).isEqualTo(idsOf(account, 40)));
        assertThat(second.meters.get("oms.routes.published").counter().count()).isZero();
        first.close();
        book.place(account);
        eventually(() -> assertThat(only(listener.ids(), account)).contains(account + ":41"));
        assertThat(second.lease.isHeld()).isTrue();
        assertThat(second.meters.get("oms.routes.published").counter().count()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FIRM", "DESK", "ACCOUNT", "USER", "INSTRUMENT", "VENUE"})
    void ofAHaltedScopeNothingButCancelsGoesOutUntilItIsTradedAgain(String scope) throws Exception {
        AccountId account = book.openUnwatchedAccount();
        String scopeId = switch (scope) {
            case "FIRM" -> "ALL";
            case "DESK" -> "MAIN";
            case "ACCOUNT" -> account.toString();
            case "USER" -> "test";
            case "INSTRUMENT" -> "BTCUSDT";
            default -> book.venueId();
        };
        Listener listener = listener();
        TestOrder first = book.place(account);
        book.requestReplace(first, "rpl-1");
        TestOrder second = book.place(account);
        book.requestLess(second, "rpl-2");
        book.requestCancel(book.place(account), "cxl-1");
        book.setState(scope, scopeId, "HALTED");
        toClose.add(() -> book.setState(scope, scopeId, null));

        new Process(PATIENT);

        eventually(() -> assertThat(listener.ids()).containsExactly(account + ":4", account + ":6"));
        book.setState(scope, scopeId, null);
        eventually(() -> assertThat(Listener.stored(url, routes))
                .extracting(Listener::id)
                .containsExactlyInAnyOrderElementsOf(idsOf(account, 6)));
        assertThat(listener.ids().subList(0, 2)).containsExactly(account + ":4", account + ":6");
    }

    @Test
    void whatIsRestrictedGoesOutAndSoDoesWhatAnotherHaltIsOf() throws Exception {
        AccountId account = book.openAccount();
        Listener listener = listener();
        book.setState("VENUE", book.venueId(), "REDUCE_ONLY");
        book.setState("VENUE", "ELSEWHERE", "HALTED");
        toClose.add(() -> book.setState("VENUE", book.venueId(), null));
        toClose.add(() -> book.setState("VENUE", "ELSEWHERE", null));
        book.place(account);

        new Process(PATIENT);

        eventually(() -> assertThat(listener.ids()).containsExactly(account + ":1"));
    }

    @Test
    void aFurtherHaltPublishesNothingAgain() throws Exception {
        AccountId account = book.openAccount();
        toClose.add(() -> book.setState("VENUE", "ELSEWHERE", null));
        toClose.add(() -> book.setState("VENUE", "ANYWHERE", null));
        book.setState("VENUE", "ELSEWHERE", "HALTED");
        var process = new Process(PATIENT);
        book.place(account);
        eventually(() -> assertThat(process.unanswered()).isEqualTo(1));
        book.setState("VENUE", "ANYWHERE", "HALTED");
        book.place(account);

        // The relay looks at the states before it looks for this one, which came after the halt.
        eventually(() -> assertThat(Listener.stored(url, routes)).hasSize(2));
        assertThat(process.meters.get("oms.routes.published").counter().count()).isEqualTo(2);
    }

    @Test
    void aHaltStopsAStreamOfOrdersThatWereAcceptedBefore() throws Exception {
        AccountId halted = book.openUnwatchedAccount();
        AccountId other = book.openAccount();
        Listener listener = listener();
        new Process(PATIENT);
        for (int i = 0; i < 20; i++) {
            book.place(halted);
        }
        eventually(() -> assertThat(only(listener.ids(), halted)).isNotEmpty());
        toClose.add(() -> book.setState("ACCOUNT", halted.toString(), null));
        book.setState("ACCOUNT", halted.toString(), "HALTED");
        for (int i = 0; i < 20; i++) {
            book.place(halted);
        }
        book.place(other);

        // The relay looks at the states before it looks for this one, which came after the halt.
        eventually(() -> assertThat(only(listener.ids(), other)).isEqualTo(idsOf(other, 1)));
        assertThat(only(listener.ids(), halted)).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void whatNoRelayHasPublishedIsKnown() throws Exception {
        AccountId account = book.openAccount();
        var process = new Process(PATIENT);
        book.place(account);
        eventually(() -> assertThat(Listener.stored(url, routes)).hasSize(1));
        book.place(account);
        assertThat(book.unpublished(account)).as("while it may publish").isZero();

        servers.servers().nats().kill();
        eventually(() -> assertThat(process.link.isConnected()).isFalse());
        // What was written before it noticed stays claimed.
        eventually(() -> {
            book.place(account);
            assertThat(book.unpublished(account)).isPositive();
        });
        servers.servers().nats().start();
        eventually(() -> assertThat(book.unpublished(account)).isZero());
        process.close();
        book.place(account);
        assertThat(book.unpublished(account))
                .as("of a relay that stopped orderly, all that came after")
                .isEqualTo(1);
    }

    @Test
    void aRelayStopsWhenAnotherHasTakenItsLease() throws Exception {
        AccountId account = book.openAccount();
        var process = new Process(PATIENT);
        eventually(() -> assertThat(process.lease.isHeld()).isTrue());
        try (var thief = dataSource.getConnection();
                var statement = thief.prepareStatement("""
                        UPDATE relay_leases SET holder = 'another', epoch = epoch + 1, expires_at = now() + interval '1 hour'
                        WHERE name = ?
                        """)) {
            statement.setString(1, leaseName);
            statement.executeUpdate();
            thief.commit();
        }
        eventually(() -> assertThat(process.lease.isHeld()).isFalse());
        double published = process.meters.get("oms.routes.published").counter().count();
        book.place(account);
        // Its holder gone, the lease is free again, and what was written meanwhile goes out.
        assertThat(process.meters.get("oms.routes.published").counter().count()).isEqualTo(published);
        try (var thief = dataSource.getConnection();
                var statement = thief.prepareStatement("UPDATE relay_leases SET expires_at = now() WHERE name = ?")) {
            statement.setString(1, leaseName);
            statement.executeUpdate();
            thief.commit();
        }
        eventually(() -> assertThat(Listener.stored(url, routes)).hasSize(1));
    }
}
