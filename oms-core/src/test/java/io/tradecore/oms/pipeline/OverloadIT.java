package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One account floods the only lane, on real PostgreSQL. */
class OverloadIT {

    private static final int MAX_BATCH = 100;
    private static final int PLACES = 1_050;
    private static final int RESERVED = 350;
    /** Of 700 places that orders have. */
    private static final int MOST_OF_ONE = 600;
    /** More than there is room for. */
    private static final int FLOOD = 3_000;

    @SuppressWarnings("NullAway.Init")
    private static Desk desk;

    @BeforeAll
    static void open() {
        desk = new Desk(new LaneOptions(1, PLACES, RESERVED, MAX_BATCH));
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    void theOthersAreServedInTheNextBatchAndWhatFindsNoRoomIsRefusedAtOnce() throws SQLException {
        AccountId hot = desk.openAccount("1000000.00");
        AccountId light = desk.openAccount("1000.00");
        Order open = desk.accepted(Desk.limit(light, "C0", Side.BUY, "1", "100.00"));

        List<CompletableFuture<Outcome>> taken = new ArrayList<>();
        CompletableFuture<Outcome> order;
        CompletableFuture<Long> answeredBefore;
        CompletableFuture<Outcome> report;
        try (Connection rival = desk.servers.connection(DbRole.ADMIN)) {
            // As long as somebody holds the flooding account's row, the first batch does not end and the rest must
            // wait.
            rival.setAutoCommit(false);
            try (var statement = rival.createStatement()) {
                statement.execute("SELECT 1 FROM accounts WHERE account_id = '" + hot + "' FOR UPDATE");
            }
            for (int i = 0; i < FLOOD; i++) {
                CompletableFuture<Outcome> answer =
                        desk.lanes.submit(Desk.limit(hot, "H" + i, Side.BUY, "0.01", "100.00"));
                if (answer.isDone()) {
                    assertThat(answer.join()).isEqualTo(CommandBus.OVERLOADED);
                } else {
                    taken.add(answer);
                }
            }
            assertThat(desk.lanes.hasRoomForOrder(hot)).isFalse();

            assertThat(desk.lanes.hasRoomForOrder(light)).isTrue();
            order = desk.lanes.submit(Desk.limit(light, "C1", Side.BUY, "1", "100.00"));
            answeredBefore = order.thenApply(
                    accepted -> taken.stream().filter(CompletableFuture::isDone).count());
            report = desk.lanes.submit(Desk.report(open, light + "-1", ReportType.NEW));
            rival.rollback();
        }

        assertThat(order.orTimeout(30, TimeUnit.SECONDS).join()).isInstanceOf(Outcome.OrderAccepted.class);
        assertThat(report.orTimeout(30, TimeUnit.SECONDS).join()).isInstanceOf(Outcome.ReportApplied.class);
        assertThat(taken)
                .hasSizeBetween(MOST_OF_ONE, MOST_OF_ONE + MAX_BATCH)
                .allSatisfy(answer -> assertThat(
                                answer.orTimeout(60, TimeUnit.SECONDS).join())
                        .isInstanceOf(Outcome.OrderAccepted.class));
        // The batch that was under way, and part of the one with the order in it.
        assertThat(answeredBefore.join()).isLessThan(2 * MAX_BATCH);
        assertThat(desk.value("SELECT count(*) FROM orders WHERE account_id = '" + hot + "'"))
                .isEqualTo(Integer.toString(taken.size()));
        assertThat(desk.violations()).isEmpty();
    }
}
