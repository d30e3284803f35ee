package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.outbox.EventMessage;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.outbox.pg.PgEventFeed;
import io.tradecore.oms.outbox.pg.PgOutbox;
import io.tradecore.servers.TestServers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What a commit hands over to be published is what would be read back. */
class CommittedBatchIT {

    private final Desk desk = new Desk(1);
    private final PGSimpleDataSource relay = new PGSimpleDataSource();

    @BeforeEach
    void readAsTheRelay() {
        relay.setUrl(TestServers.get().jdbcUrl(DbRole.RELAY));
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void eventsAndRoutesAreThoseOfTheDatabase() throws Exception {
        AccountId account = desk.openAccount("100000.00");
        Order first = desk.accepted(Desk.limit(account, "c1", Side.BUY, "1.500", "100.10"));
        Order second = desk.accepted(Desk.limit(account, "c2", Side.BUY, "2", "99"));
        desk.done(Desk.report(first, "e1", ReportType.NEW));
        desk.done(Desk.trade(first, "e2", "0.50000", "100.05"));
        desk.done(Desk.cancel(second, "c3"));
        desk.done(Desk.report(first, "e3", ReportType.CANCELED));
        desk.done(Desk.limit(account, "c4", Side.BUY, "1000", "10000"));

        List<EventMessage> events = new ArrayList<>();
        List<RouteMessage> routes = new ArrayList<>();
        for (CommittedBatch batch : desk.committed) {
            long txId = batch.txId();
            List<EventMessage> storedEvents = new ArrayList<>();
            List<RouteMessage> storedRoutes = new ArrayList<>();
            new PgEventFeed(relay, "test").events(txId, txId + 1, 500, storedEvents::addAll);
            new PgOutbox(relay).unretired(txId, txId + 1, false, 500, storedRoutes::addAll);
            assertThat(batch.events()).isEqualTo(storedEvents);
            // What the venue has answered since is not read back.
            assertThat(batch.routes()).containsAll(storedRoutes);
            events.addAll(batch.events());
            routes.addAll(storedRoutes);
        }

        assertThat(events)
                .extracting(EventMessage::eventType)
                .containsExactly(
                        "ORDER_ACCEPTED",
                        "ORDER_ACCEPTED",
                        "NEW",
                        "TRADE",
                        "CANCEL_REQUESTED",
                        "CANCELED",
                        "ORDER_DENIED");
        assertThat(routes)
                .extracting(RouteMessage::kind)
                .containsExactly(RouteMessage.Kind.NEW_ORDER, RouteMessage.Kind.CANCEL);
    }
}
