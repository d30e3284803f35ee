package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.halt.pg.PgHalts;
import io.tradecore.oms.halt.pg.PgHalts.Due;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.servers.TestServers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Which orders of halted scopes are still to be canceled. */
class DueHaltsIT {

    private final Desk desk = new Desk(1);
    private final PGSimpleDataSource relay = new PGSimpleDataSource();
    private final PgHalts halts = new PgHalts(relay);
    private final List<Scope> halted = new ArrayList<>();

    private record Scope(String scope, String id) {}

    @BeforeEach
    void readAsTheRelay() {
        relay.setUrl(TestServers.get().jdbcUrl(DbRole.RELAY));
    }

    @AfterEach
    void tradeAgain() {
        halted.forEach(scope -> {
            change(scope, "HALTED", "ACTIVE");
            desk.execute(DbRole.ADMIN, "DELETE FROM trading_states WHERE scope_id = '" + scope.id() + "'");
        });
        desk.close();
    }

    private List<OrderId> openOrders(AccountId account, int count) {
        return Stream.iterate(1, number -> number + 1)
                .limit(count)
                .map(number -> desk.accepted(Desk.limit(account, "c" + number, Side.BUY, "1", "100.10"))
                        .orderId())
                .toList();
    }

    private void halt(AccountId account) {
        halt(new Scope("ACCOUNT", account.toString()));
    }

    private void halt(Scope scope) {
        halted.add(scope);
        change(scope, "ACTIVE", "HALTED");
        desk.execute(DbRole.ADMIN, """
                INSERT INTO trading_states (scope, scope_id, state, reason, set_by, change_id)
                SELECT scope, scope_id, to_state, reason, changed_by, change_id
                FROM trading_state_changes ORDER BY change_id DESC LIMIT 1""");
    }

    private void change(Scope scope, String from, String to) {
        desk.execute(DbRole.ADMIN, """
                INSERT INTO trading_state_changes (change_id, scope, scope_id, from_state, to_state, reason, changed_by)
                SELECT coalesce(max(change_id), 0) + 1, '%s', '%s', '%s', '%s', 'test', 'olga'
                FROM trading_state_changes""".formatted(scope.scope(), scope.id(), from, to));
    }

    /** All of them, so many at a time. */
    private List<Due> due(int most) throws SQLException {
        List<Due> all = new ArrayList<>();
        List<Due> page;
        do {
            page = halts.due(0, all.isEmpty() ? null : all.getLast(), most);
            assertThat(page).hasSizeLessThanOrEqualTo(most);
            all.addAll(page);
        } while (page.size() == most);
        return all;
    }

    @Test
    void everyOrderIsToldOnceHoweverManyAtATime() throws Exception {
        AccountId one = desk.openAccount("100000.00");
        AccountId other = desk.openAccount("100000.00");
        AccountId active = desk.openAccount("100000.00");
        List<OrderId> orders = Stream.of(one, other)
                .sorted()
                .flatMap(account -> openOrders(account, 3).stream())
                .toList();
        openOrders(active, 1);
        halt(one);
        halt(other);

        List<Due> all = due(100);

        assertThat(all).extracting(Due::orderId).containsExactlyElementsOf(orders);
        assertThat(all).extracting(Due::changeId).containsOnly(halts.version(), halts.version() - 1);
        for (int most = 1; most < 7; most++) {
            assertThat(due(most)).isEqualTo(all);
        }
    }

    @Test
    void whatWasAskedToBeCanceledIsNotDueAnyMore() throws Exception {
        AccountId account = desk.openAccount("100000.00");
        List<OrderId> orders = openOrders(account, 3);
        halt(account);

        desk.done(new Command.CancelHalted(account, new ClOrdId("halt:1"), orders.subList(0, 2)));

        assertThat(due(100)).extracting(Due::orderId).containsExactly(orders.get(2));
    }

    @Test
    void onlyWhatALaterChangeHaltedIsTold() throws Exception {
        AccountId before = desk.openAccount("100000.00");
        AccountId after = desk.openAccount("100000.00");
        openOrders(before, 2);
        List<OrderId> orders = openOrders(after, 3);
        halt(before);
        long done = halts.version();
        halt(after);

        assertThat(halts.due(done, null, 100)).extracting(Due::orderId).containsExactlyElementsOf(orders);
        assertThat(halts.openOrders(done)).isEqualTo(3);
        assertThat(halts.openOrders(0)).isEqualTo(5);
        assertThat(halts.due(halts.version(), null, 100)).isEmpty();
        assertThat(halts.openOrders(halts.version())).isZero();
    }

    @Test
    void whatAnEarlierChangeHaltedIsNotToldForALaterOneOfSomethingElse() throws Exception {
        AccountId account = desk.openAccount("100000.00");
        openOrders(account, 2);
        halt(account);
        long done = halts.version();
        halt(new Scope("INSTRUMENT", "NOBODY-TRADES-THIS"));

        assertThat(halts.due(done, null, 100)).isEmpty();
        assertThat(halts.openOrders(done)).isZero();
        assertThat(halts.due(0, null, 100)).hasSize(2);
        assertThat(halts.openOrders(0)).isEqualTo(2);
    }

    @Test
    void aScopeThatNamesNoAccountHaltsNone() throws Exception {
        AccountId account = desk.openAccount("100000.00");
        openOrders(account, 1);
        halt(new Scope("ACCOUNT", "no-uuid"));

        assertThat(halts.due(0, null, 100)).isEmpty();
    }
}
