package io.tradecore.api.nats;

import static io.tradecore.api.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.tradecore.ledger.AccountId;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.execution.pg.PgQuarantine;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.pipeline.OutcomeUnknownException;
import io.tradecore.servers.TestServers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReportConsumerIT {
    private final TestServers servers = TestServers.get();
    private final String url = servers.addresses().natsUri();
    private final TestBook book = new TestBook();
    private final HikariDataSource dataSource = book.dataSource(DbRole.WRITER);
    private final AccountId account = new AccountId(UUID.randomUUID());
    private final String subject = "oms.report." + book.venueId() + "." + account;
    private final RecordingBus bus = new RecordingBus();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<AutoCloseable> toClose = new ArrayList<>();

    /** Keeps what it is given; how each is answered is up to the test. */
    private final class RecordingBus implements CommandBus {
        private record Submission(VenueReport report, CompletableFuture<Outcome> answer) {
            void answer(Outcome outcome) {
                answer.complete(outcome);
            }
        }

        private final List<Submission> submissions = new CopyOnWriteArrayList<>();

        @Override
        public CompletableFuture<Outcome> submit(Command command) {
            var answer = new CompletableFuture<Outcome>();
            submissions.add(new Submission(((Command.ApplyReport) command).report(), answer));
            return answer;
        }

        @Override
        public boolean hasRoomForOrder(AccountId accountId) {
            return true;
        }

        List<String> execIds() {
            return submissions.stream().map(s -> s.report().execId()).toList();
        }

        void answerAll(Outcome outcome) {
            submissions.forEach(submission -> submission.answer(outcome));
        }
    }

    private static final Outcome IGNORED = new Outcome.ReportIgnored(Reason.REPORT_DUPLICATE, "known");

    @BeforeEach
    void nothingIsLeftOfOtherTests() throws Exception {
        servers.servers().nats().start();
        try (Connection operator = Nats.connect(url)) {
            if (operator.jetStreamManagement().getStreamNames().contains("OMS_REPORTS")) {
                operator.jetStreamManagement().deleteStream("OMS_REPORTS");
            }
        }
    }

    @AfterEach
    void stopAll() throws Exception {
        servers.servers().nats().start();
        bus.answerAll(IGNORED);
        for (AutoCloseable each : toClose.reversed()) {
            each.close();
        }
        dataSource.close();
    }

    private ReportConsumer consumer(int maxInFlight) {
        var link = new NatsLink(url, "test");
        link.start();
        toClose.add(link);
        var consumer = new ReportConsumer(link, bus, new PgQuarantine(dataSource), noStatus(), maxInFlight, meters);
        consumer.start();
        toClose.add(consumer);
        eventuallyUnchecked(link);
        return consumer;
    }

    private static SecurityStatuses noStatus() {
        return status -> {
            throw new AssertionError("no report is one: " + status);
        };
    }

    private static void eventuallyUnchecked(NatsLink link) {
        try {
            eventually(() -> assertThat(link.isConnected()).isTrue());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String trade(String execId) {
        return """
                {"schema":"oms.report","version":1,"msgType":"ExecutionReport","venueId":"%s","execId":"%s","execType":"TRADE",
                "ordStatus":"PARTIALLY_FILLED","accountId":"%s","orderId":"%s","lastQty":"0.5","lastPx":"101.25","cumQty":"0.5",
                "leavesQty":"2","transactTime":"2024-08-08T10:11:12.123456789Z"}
                """.formatted(book.venueId(), execId, account, UUID.randomUUID());
    }

    private void publish(String... bodies) throws Exception {
        try (Connection venue = Nats.connect(url)) {
            for (String body : bodies) {
                venue.jetStream().publish(subject, body.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private long unacknowledged() throws Exception {
        try (Connection operator = Nats.connect(url)) {
            return operator.jetStreamManagement()
                    .getConsumerInfo("OMS_REPORTS", "oms-core")
                    .getNumAckPending();
        }
    }

    private List<String> quarantined() throws SQLException {
        try (var admin = servers.connection(DbRole.ADMIN);
                var statement = admin.prepareStatement("""
                        SELECT reason_code || ' ' || coalesce(exec_id, '-') || ' ' || payload FROM quarantine
                        WHERE venue_id = ? ORDER BY received_at
                        """)) {
            statement.setString(1, book.venueId());
            List<String> rows = new ArrayList<>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(row.getString(1));
                }
            }
            return rows;
        }
    }

    @Test
    void aBustAndAReplacementReachThePipelineWithWhatTheySay() throws Exception {
        consumer(10);
        String bust = trade("x-2")
                .replace("\"TRADE\"", "\"TRADE_CANCEL\"")
                .replace("\"lastQty\"", "\"execRefId\":\"x-1\",\"lastQty\"");
        String replaced = trade("x-3")
                .replace("\"TRADE\"", "\"REPLACED\"")
                .replace("\"lastQty\"", "\"clOrdId\":\"rpl-1\",\"orderQty\":\"3\",\"lastQty\"");
        publish(bust, replaced);

        eventually(() -> assertThat(bus.execIds()).containsExactly("x-2", "x-3"));
        VenueReport first = bus.submissions.get(0).report();
        assertThat(first.execRefId()).isEqualTo("x-1");
        assertThat(first.lastQty()).isNull();
        VenueReport second = bus.submissions.get(1).report();
        assertThat(second.clOrdId()).isEqualTo("rpl-1");
        assertThat(second.terms().orderQty()).isEqualByComparingTo("3");
    }

    @Test
    void aBustOfNothingIsKeptForAnOperator() throws Exception {
        consumer(10);
        publish(trade("x-4").replace("\"TRADE\"", "\"TRADE_CANCEL\""));

        eventually(() -> assertThat(quarantined()).hasSize(1));
        assertThat(bus.submissions).isEmpty();
    }

    @Test
    void aReportIsAcknowledgedOnlyAfterItsCommit() throws Exception {
        consumer(100);
        publish(trade("x-1"), trade("x-2"), trade("x-1"));
        eventually(() -> assertThat(bus.execIds()).containsExactly("x-1", "x-2", "x-1"));
        assertThat(unacknowledged()).isEqualTo(3);
        bus.submissions.get(1).answer(IGNORED);
        eventually(() -> assertThat(unacknowledged()).isEqualTo(2));
        bus.answerAll(IGNORED);
        eventually(() -> assertThat(unacknowledged()).isZero());
        assertThat(bus.execIds()).hasSize(3);
    }

    @Test
    void whatCannotBeReadIsKeptForAnOperatorAndTheOthersFlow() throws Exception {
        consumer(100);
        String otherVenue = trade("x-3").replace(book.venueId(), "OTHER");
        publish("no json", trade("x-1"), trade("x-2").replace("0.5", "-0.5"), otherVenue, trade("x-4"));
        eventually(() -> assertThat(bus.execIds()).containsExactly("x-1", "x-4"));
        bus.answerAll(IGNORED);
        eventually(() -> assertThat(unacknowledged()).isZero());
        assertThat(quarantined()).hasSize(3);
        assertThat(quarantined().get(0)).isEqualTo("REPORT_MALFORMED - no json");
        assertThat(quarantined().get(1)).startsWith("REPORT_MALFORMED x-2 {");
        assertThat(quarantined().get(2)).startsWith("REPORT_MALFORMED x-3 {");
        assertThat(meters.get("oms.reports")
                        .tag("result", "quarantined")
                        .counter()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void aReportOfAnAccountTheCoreDoesNotKnowIsKeptForAnOperator() throws Exception {
        consumer(100);
        publish(trade("x-1"));
        eventually(() -> assertThat(bus.execIds()).containsExactly("x-1"));
        bus.answerAll(new Outcome.Refused(Reason.ACCOUNT_UNKNOWN, "no such account"));
        eventually(() -> assertThat(quarantined()).hasSize(1));
        assertThat(quarantined().getFirst()).startsWith("ACCOUNT_UNKNOWN x-1 {");
        eventually(() -> assertThat(unacknowledged()).isZero());
    }

    @Test
    void whatCannotBeDecidedNowComesAgain() throws Exception {
        consumer(100);
        publish(trade("x-1"), trade("x-2"));
        eventually(() -> assertThat(bus.execIds()).containsExactly("x-1", "x-2"));
        bus.submissions.get(0).answer(new Outcome.Refused(Reason.OVERLOADED, "full"));
        bus.submissions
                .get(1)
                .answer()
                .completeExceptionally(new OutcomeUnknownException("no database", new SQLException("gone")));
        eventually(() -> assertThat(bus.execIds()).containsExactlyInAnyOrder("x-1", "x-2", "x-1", "x-2"));
        bus.answerAll(IGNORED);
        eventually(() -> assertThat(unacknowledged()).isZero());
        assertThat(quarantined()).isEmpty();
    }

    @Test
    void noMoreReportsAreTakenThanThePipelineMayHold() throws Exception {
        consumer(2);
        publish(trade("x-1"), trade("x-2"), trade("x-3"));
        eventually(() -> assertThat(bus.execIds()).hasSize(2));
        bus.submissions.get(0).answer(IGNORED);
        eventually(() -> assertThat(bus.execIds()).containsExactly("x-1", "x-2", "x-3"));
        bus.answerAll(IGNORED);
        eventually(() -> assertThat(unacknowledged()).isZero());
    }

    @Test
    void reportsFlowAgainAfterAnOutageOfNats() throws Exception {
        consumer(100);
        publish(trade("x-1"));
        eventually(() -> assertThat(bus.execIds()).containsExactly("x-1"));
        bus.answerAll(IGNORED);
        eventually(() -> assertThat(unacknowledged()).isZero());
        servers.servers().nats().kill();
        servers.servers().nats().start();
        publish(trade("x-2"));
        eventually(() -> assertThat(bus.execIds()).containsExactly("x-1", "x-2"));
    }

    @Test
    void reportsPublishedWhileNobodyConsumesAreTakenAtTheNextStart() throws Exception {
        ReportConsumer first = consumer(100);
        publish(trade("x-1"));
        eventually(() -> assertThat(bus.execIds()).containsExactly("x-1"));
        bus.answerAll(IGNORED);
        eventually(() -> assertThat(unacknowledged()).isZero());
        first.close();
        publish(trade("x-2"), trade("x-3"));
        consumer(100);
        eventually(() -> assertThat(bus.execIds()).containsExactly("x-1", "x-2", "x-3"));
    }

    @Test
    void closingWaitsForTheReportsInThePipeline() throws Exception {
        ReportConsumer consumer = consumer(100);
        publish(trade("x-1"));
        eventually(() -> assertThat(bus.execIds()).containsExactly("x-1"));
        Thread closing = Thread.ofVirtual().start(consumer::close);
        eventually(() -> assertThat(closing.getState()).isIn(Thread.State.WAITING, Thread.State.TIMED_WAITING));
        assertThat(unacknowledged()).isEqualTo(1);
        assertThat(closing.isAlive()).isTrue();
        bus.answerAll(IGNORED);
        closing.join();
        eventually(() -> assertThat(unacknowledged()).isZero());
    }
}
