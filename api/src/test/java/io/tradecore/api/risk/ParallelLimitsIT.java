package io.tradecore.api.risk;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.TransferChain;
import io.tradecore.ledger.TransferKind;
import io.tradecore.ledger.UuidV7;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.instrument.Contract;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.list.ListType;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.pipeline.BatchDecider;
import io.tradecore.oms.pipeline.Exposures;
import io.tradecore.oms.pipeline.LaneOptions;
import io.tradecore.oms.pipeline.Lanes;
import io.tradecore.oms.pipeline.Pipeline;
import io.tradecore.oms.pipeline.pg.PgBatchStore;
import io.tradecore.oms.risk.pg.PgRiskRules;
import io.tradecore.oms.session.TradingCalendar;
import io.tradecore.oms.valuation.RatePair;
import io.tradecore.oms.valuation.Rates;
import io.tradecore.risk.LimitChecks;
import io.tradecore.servers.TestServers;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits of an account on four processes at once, each with a connection and a memory of its own. */
class ParallelLimitsIT {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final UuidV7 IDS = new UuidV7(CLOCK);
    private static final int PROCESSES = 4;
    private static final int ORDERS = 100;

    private final TestServers servers = TestServers.get();
    private final String symbol =
            "P" + UUID.randomUUID().toString().replace("-", "").substring(0, 12).toUpperCase(Locale.ROOT);
    private final Instrument instrument = new Instrument(
            symbol,
            "SIM",
            "USDT",
            2,
            2,
            5,
            new BigDecimal("0.01"),
            new BigDecimal("0.00001"),
            BigDecimal.ONE,
            new BigDecimal("1000"),
            new BigDecimal("10000000"),
            new BigDecimal("0.05"),
            new BigDecimal("0.001"),
            true,
            TradingCalendar.ALWAYS,
            false,
            new Contract(
                    SecurityType.FXSPOT,
                    false,
                    false,
                    "USDT",
                    2,
                    new MarginTerms(MarginTerms.Unit.RATE, new BigDecimal("0.1"), new BigDecimal("0.05")),
                    null));
    private final List<Process> processes = new ArrayList<>();
    private final AccountId account = new AccountId(IDS.next());

    ParallelLimitsIT() {
        execute("INSERT INTO assets (asset, scale, name) VALUES ('USDT', 2, 'Tether') ON CONFLICT DO NOTHING");
        execute("INSERT INTO venues (venue_id, name) VALUES ('SIM', 'Simulator') ON CONFLICT DO NOTHING");
        execute("""
                INSERT INTO instruments (symbol, venue_id, currency, px_scale, qty_scale, tick_size, lot_size, max_order_qty,
                    max_order_notional, price_collar, fee_rate)
                VALUES ('%s', 'SIM', 'USDT', 2, 5, 0.01, 0.00001, 1000, 10000000, 0.05, 0.001)""".formatted(symbol));
        execute("""
                INSERT INTO accounts (account_id, name, account_type, base_currency, created_by)
                VALUES ('%s', 'test', 'CASH', 'USDT', 'test')""".formatted(account));
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(new Process());
        }
        processes
                .getFirst()
                .done(Command.ChangeBooks.of(
                        new BookAct.Post(
                                account, "opening", TransferKind.DEPOSIT, "USDT", new BigDecimal("1000000"), null),
                        "ops"));
    }

    @AfterEach
    void close() {
        processes.forEach(Process::close);
        assertThat(rows("SELECT invariant || ': ' || violations || ', e.g. ' || example FROM reconcile()"
                        + " WHERE violations > 0"))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} of {1}: one is accepted, the others are {2}")
    @CsvSource({
        "MAX_POSITION, 1, POSITION_EXCEEDS_MAX",
        "MAX_OPEN_ORDERS, 1, OPEN_ORDERS_EXCEEDED",
        "MAX_OPEN_NOTIONAL, 100, OPEN_NOTIONAL_EXCEEDED",
        "MAX_CREDIT, 100, CREDIT_EXCEEDED",
        "MAX_ORDER_TO_TRADE, 1, ORDER_TO_TRADE_EXCEEDED",
        "DUPLICATE_WINDOW_MS, 10000, DUPLICATE_ORDER"
    })
    @DisplayName("Of a hundred parallel orders that each use all of a limit exactly one is accepted")
    void exactlyOneIsAccepted(String kind, String value, Reason refused) {
        limit(kind, value);
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            answers.add(processes.get(i % PROCESSES).lanes.submit(order("C" + i, Side.BUY, "1", "100.00")));
        }
        List<Outcome> outcomes = answers.stream()
                .map(answer -> answer.orTimeout(60, TimeUnit.SECONDS).join())
                .toList();

        assertThat(outcomes.stream().filter(Outcome.OrderAccepted.class::isInstance))
                .hasSize(1);
        assertThat(outcomes.stream()
                        .filter(Outcome.OrderDenied.class::isInstance)
                        .map(outcome -> ((Outcome.OrderDenied) outcome).reason()))
                .hasSize(ORDERS - 1)
                .containsOnly(refused);
    }

    @Test
    void aLimitIsFreeAgainForEveryProcessOnceItsOrderHasEnded() {
        limit("MAX_OPEN_ORDERS", "1");
        for (int i = 0; i < 3 * PROCESSES; i++) {
            Order order = accepted(processes.get(i % PROCESSES).done(order("C" + i, Side.BUY, "1", "100.00")));
            assertThat(processes.get((i + 1) % PROCESSES).done(order("D" + i, Side.BUY, "1", "100.00")))
                    .isInstanceOfSatisfying(
                            Outcome.OrderDenied.class,
                            denied -> assertThat(denied.reason()).isEqualTo(Reason.OPEN_ORDERS_EXCEEDED));
            processes
                    .get((i + 2) % PROCESSES)
                    .done(new Command.CancelOrder(account, new ClOrdId("X" + i), order.orderId(), "trader"));
            processes.get((i + 3) % PROCESSES).done(ended(order, i));
        }
    }

    @ParameterizedTest(name = "{0}: the new one is {1}, the old one {2}")
    @CsvSource({
        "NONE, PENDING_NEW, PENDING_NEW",
        "CANCEL_NEWEST, DENIED, PENDING_NEW",
        "CANCEL_OLDEST, PENDING_NEW, PENDING_CANCEL",
        "CANCEL_BOTH, DENIED, PENDING_CANCEL",
        "DECREMENT, PENDING_NEW, PENDING_CANCEL"
    })
    void anOrderDoesNotTradeWithAnotherThatAnotherProcessTook(String mode, OrdStatus newest, OrdStatus oldest) {
        Order bought = accepted(processes.get(0).done(order("C1", Side.BUY, "5", "100.00")));
        processes.get(1).done(filled(bought));
        Order sale = accepted(processes.get(2).done(order("C2", Side.SELL, "1", "101.00")));
        execute("UPDATE accounts SET self_trade_prevention = '" + mode + "' WHERE account_id = '" + account + "'");

        Outcome outcome = processes.get(3).done(order("C3", Side.BUY, "2", "101.00"));

        assertThat(
                        outcome instanceof Outcome.OrderDenied(var order, Reason reason, var _, var _, var _)
                                ? order.ordStatus() + " " + reason
                                : accepted(outcome).ordStatus().name())
                .isEqualTo(newest == OrdStatus.DENIED ? "DENIED SELF_TRADE" : newest.name());
        assertThat(rows("SELECT ord_status FROM orders WHERE order_id = '" + sale.orderId() + "'"))
                .containsExactly(oldest.name());
        // The venue takes the cancel before the order.
        assertThat(rows("SELECT kind FROM outbox WHERE account_id = '" + account
                        + "' AND retired_at IS NULL ORDER BY seq"))
                .containsExactlyElementsOf(
                        switch (mode) {
                            case "CANCEL_OLDEST", "DECREMENT" -> List.of("NEW_ORDER", "CANCEL", "NEW_ORDER");
                            case "CANCEL_BOTH" -> List.of("NEW_ORDER", "CANCEL");
                            case "CANCEL_NEWEST" -> List.of("NEW_ORDER");
                            default -> List.of("NEW_ORDER", "NEW_ORDER");
                        });
        assertThat(processes.get(0).done(order("C4", Side.BUY, "2", "100.99")))
                .as("below the sale")
                .isInstanceOf(Outcome.OrderAccepted.class);
    }

    @Test
    void anOrderThatIsLoweredIsTheSameToEveryProcess() {
        Order bought = accepted(processes.get(0).done(order("C1", Side.BUY, "5", "100.00")));
        processes.get(1).done(filled(bought));
        Order sale = accepted(processes.get(2).done(order("C2", Side.SELL, "1", "101.00")));
        execute("UPDATE accounts SET self_trade_prevention = 'DECREMENT' WHERE account_id = '" + account + "'");

        Order lowered = accepted(processes.get(3).done(order("C3", Side.BUY, "3", "101.00")));

        assertThat(lowered.orderQty()).isEqualByComparingTo("2");
        Outcome again = processes.get(0).done(order("C3", Side.BUY, "3", "101.00"));
        assertThat(again).isInstanceOfSatisfying(Outcome.OrderAccepted.class, repeated -> {
            assertThat(repeated.replayed()).isTrue();
            assertThat(repeated.order().orderQty()).isEqualByComparingTo("2");
            assertThat(repeated.order().placed().orderQty()).isEqualByComparingTo("3");
            assertThat(repeated.warnings())
                    .singleElement()
                    .satisfies(warning -> assertThat(warning.message())
                            .contains("asked 3, orderQty 2", sale.orderId().toString()));
        });
        assertThat(processes.get(1).done(order("C3", Side.BUY, "2", "101.00")))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.EXISTS_WITH_DIFFERENT_ORDER_QTY));
        assertThat(rows(
                        "SELECT order_qty || ' ' || leaves_qty || ' ' || reason_code FROM order_events WHERE order_id = '"
                                + lowered.orderId() + "'"))
                .containsExactly("2 2 SELF_TRADE");
        assertThat(rows("SELECT remaining FROM holds WHERE hold_id = '" + lowered.orderId() + "'"))
                .containsExactly("202.21");
        // One that is not acknowledged is not lowered; once it is, it is.
        assertThat(processes.get(2).done(order("C4", Side.SELL, "1", "101.00")))
                .isInstanceOf(Outcome.OrderDenied.class);
        assertThat(rows("SELECT ord_status FROM orders WHERE order_id = '" + lowered.orderId() + "'"))
                .containsExactly("PENDING_NEW");
        processes.get(0).done(VenueReports.of(lowered, "NEW" + account, ReportType.NEW));
        assertThat(processes.get(3).done(order("C5", Side.SELL, "0.5", "101.00")))
                .isInstanceOf(Outcome.OrderDenied.class);
        processes.get(1).done(VenueReports.of(lowered, "REPLACED" + account, ReportType.REPLACED));
        assertThat(rows("SELECT order_qty || ' ' || leaves_qty || ' ' || ord_status FROM orders WHERE order_id = '"
                        + lowered.orderId() + "'"))
                .containsExactly("1.5 1.5 NEW");
    }

    @ParameterizedTest(name = "Together with others of its {0}")
    @CsvSource({"DESK", "STRATEGY", "FIRM"})
    @DisplayName(
            "Of a hundred parallel orders on as many accounts that each use all of a group's credit exactly one is accepted")
    void exactlyOneOfAGroupIsAccepted(String scope) {
        // A base currency of the test's own: other tests' accounts of the firm have lines of theirs.
        String currency = symbol.substring(0, 6);
        execute("INSERT INTO assets (asset, scale, name) VALUES ('" + currency
                + "', 2, 'test') ON CONFLICT DO NOTHING");
        execute("INSERT INTO desks (desk_id, name, created_by) VALUES ('" + symbol + "', 'test', 'test')");
        execute("INSERT INTO strategies (strategy_id, name, created_by) VALUES ('" + symbol + "', 'test', 'test')");
        List<AccountId> accounts = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            AccountId one = new AccountId(IDS.next());
            accounts.add(one);
            execute("""
                    INSERT INTO accounts (account_id, name, account_type, base_currency, desk_id, strategy_id, created_by)
                    VALUES ('%s', 'test', 'CASH', '%s', '%s', '%s', 'test')""".formatted(one, currency, symbol, symbol));
            processes
                    .getFirst()
                    .done(Command.ChangeBooks.of(
                            new BookAct.Post(
                                    one, "opening", TransferKind.DEPOSIT, "USDT", new BigDecimal("1000"), null),
                            "ops"));
        }
        groupLimit(scope, "100");
        try {
            List<CompletableFuture<Outcome>> answers = new ArrayList<>();
            for (int i = 0; i < ORDERS; i++) {
                answers.add(processes
                        .get(i % PROCESSES)
                        .lanes
                        .submit(order(accounts.get(i), "C1", Side.BUY, "1", "100.00")));
            }
            List<Outcome> outcomes = answers.stream()
                    .map(answer -> answer.orTimeout(60, TimeUnit.SECONDS).join())
                    .toList();

            assertThat(outcomes.stream().filter(Outcome.OrderAccepted.class::isInstance))
                    .hasSize(1);
            assertThat(outcomes.stream()
                            .filter(Outcome.OrderDenied.class::isInstance)
                            .map(outcome -> ((Outcome.OrderDenied) outcome).reason()))
                    .hasSize(ORDERS - 1)
                    .containsOnly(Reason.GROUP_CREDIT_EXCEEDED);
            Order order = outcomes.stream()
                    .filter(Outcome.OrderAccepted.class::isInstance)
                    .map(ParallelLimitsIT::accepted)
                    .findFirst()
                    .orElseThrow();
            // Once it has ended, what its account has is given back with its next order, and is there for another.
            processes
                    .get(1)
                    .done(VenueReports.canceled(
                            order, "E" + order.orderId(), order.clOrdId().value()));
            processes.get(2).done(order(order.accountId(), "C2", Side.BUY, "0.01", "100.00"));
            AccountId other = accounts.get(accounts.getFirst().equals(order.accountId()) ? 1 : 0);
            accepted(processes.get(3).done(order(other, "C2", Side.BUY, "0.9", "100.00")));
        } finally {
            endGroupLimits();
        }
    }

    @Test
    @DisplayName("Of a hundred parallel lists that each want the whole margin exactly one is accepted")
    void exactlyOneListIsAccepted() {
        AccountId onMargin = onMargin("101");
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            answers.add(processes.get(i % PROCESSES).lanes.submit(bracket(onMargin, "L" + i)));
        }
        List<Outcome> outcomes = answers.stream()
                .map(answer -> answer.orTimeout(60, TimeUnit.SECONDS).join())
                .toList();

        assertThat(outcomes.stream().filter(Outcome.ListAccepted.class::isInstance))
                .hasSize(1);
        assertThat(outcomes.stream()
                        .filter(Outcome.ListDenied.class::isInstance)
                        .map(outcome -> ((Outcome.ListDenied) outcome).reason()))
                .hasSize(ORDERS - 1)
                .containsOnly(Reason.MARGIN_INSUFFICIENT);
        assertThat(rows("SELECT trim_scale(pending)::text FROM ledger_balances WHERE account_id = '" + onMargin
                        + "' AND code = 'CASH'"))
                .containsExactly("101");
    }

    @Test
    void whatAListHoldsBackCountsTheSameForAnotherProcess() {
        AccountId onMargin = onMargin("100000");
        limit(onMargin, "MAX_POSITION", "10");
        PlaceOrder sale = order(onMargin, "S", Side.SELL, "2", "100.00");
        PlaceOrder more = order(onMargin, "M", Side.SELL, "3", "100.00");
        assertThat(processes
                        .get(0)
                        .done(new Command.PlaceList(
                                onMargin,
                                new ListId("OTO"),
                                ListType.OTO,
                                List.of(
                                        new Command.PlaceList.Entry(sale, null),
                                        new Command.PlaceList.Entry(more, sale.clOrdId())),
                                "trader")))
                .isInstanceOf(Outcome.ListAccepted.class);
        assertThat(processes.get(1).done(bracket(onMargin, "L")))
                .as("exits sell what their entry buys")
                .isInstanceOf(Outcome.ListAccepted.class);
        accepted(processes.get(2).done(order(onMargin, "C1", Side.SELL, "5", "100.00")));

        assertThat(processes.get(3).done(order(onMargin, "C2", Side.SELL, "0.00001", "100.00")))
                .as("a sale that waits for a sale counts")
                .isInstanceOfSatisfying(
                        Outcome.OrderDenied.class,
                        denied -> assertThat(denied.reason()).isEqualTo(Reason.POSITION_EXCEEDS_MAX));
    }

    private AccountId onMargin(String cash) {
        AccountId onMargin = new AccountId(IDS.next());
        execute("""
                INSERT INTO accounts (account_id, name, account_type, base_currency, created_by)
                VALUES ('%s', 'test', 'MARGIN', 'USDT', 'test')""".formatted(onMargin));
        processes
                .getFirst()
                .done(Command.ChangeBooks.of(
                        new BookAct.Post(onMargin, "opening", TransferKind.DEPOSIT, "USDT", new BigDecimal(cash), null),
                        "ops"));
        return onMargin;
    }

    /** A buy of 10 at 100, of which 10 % and the fee are the whole margin, with its exits. */
    private Command bracket(AccountId of, String name) {
        ClOrdId entry = new ClOrdId(name + "-P");
        return new Command.PlaceList(
                of,
                new ListId(name),
                ListType.OTOCO,
                List.of(
                        new Command.PlaceList.Entry(order(of, entry.value(), Side.BUY, "10", "100.00"), null),
                        new Command.PlaceList.Entry(order(of, name + "-T", Side.SELL, "10", "104.00"), entry),
                        new Command.PlaceList.Entry(order(of, name + "-S", Side.SELL, "10", "105.00"), entry)),
                "trader");
    }

    private void groupLimit(String scope, String value) {
        execute("""
                INSERT INTO house_limits (limit_id, scope, scope_id, kind, value, severity, effective_from, created_by)
                VALUES ('%s', '%s', '%s', 'MAX_GROUP_CREDIT', %s, 'HARD', now(), '%s')""".formatted(IDS.next(), scope, scope.equals("FIRM") ? "*" : symbol, value, symbol));
        execute("UPDATE risk_version SET version = version + 1");
    }

    private void endGroupLimits() {
        execute("UPDATE house_limits SET effective_to = now() WHERE created_by = '" + symbol + "'");
        execute("UPDATE risk_version SET version = version + 1");
    }

    private static Order accepted(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.OrderAccepted.class);
        return ((Outcome.OrderAccepted) outcome).order();
    }

    private Command ended(Order order, int number) {
        return VenueReports.canceled(order, "E" + account + number, "X" + number);
    }

    private Command filled(Order order) {
        return VenueReports.trade(order, "E" + account, order.orderQty(), new BigDecimal("100"));
    }

    private void limit(String kind, String value) {
        limit(account, kind, value);
    }

    private void limit(AccountId of, String kind, String value) {
        execute("""
                INSERT INTO account_limits (account_id, limit_id, kind, value, severity, effective_from, created_by)
                VALUES ('%s', '%s', '%s', %s, 'HARD', now(), 'test')""".formatted(of, IDS.next(), kind, value));
    }

    private PlaceOrder order(String clOrdId, Side side, String qty, String px) {
        return order(account, clOrdId, side, qty, px);
    }

    private PlaceOrder order(AccountId of, String clOrdId, Side side, String qty, String px) {
        return new PlaceOrder(
                of,
                new ClOrdId(clOrdId),
                symbol,
                side,
                OrdType.LIMIT,
                TimeInForce.GTC,
                new BigDecimal(qty),
                new BigDecimal(px),
                "trader");
    }

    private void execute(String sql) {
        try (Connection connection = servers.connection(DbRole.ADMIN);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> rows(String sql) {
        try (Connection connection = servers.connection(DbRole.ADMIN);
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(Objects.requireNonNull(result.getString(1)));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The currency of the group's accounts is worth as much as that of the instrument. */
    private List<RatePair> pairs() {
        return List.of(new RatePair("USDT", symbol.substring(0, 6), "PAR", false));
    }

    private Quote quote(String of) {
        BigDecimal px = of.equals("PAR") ? BigDecimal.ONE : new BigDecimal("100");
        return new Quote(of, px, BigDecimal.TEN, px, BigDecimal.TEN, Instant.now());
    }

    /** A pipeline that shares nothing with another but the database. */
    private final class Process implements Instruments, AutoCloseable {
        private final HikariDataSource writer = writer();
        private final Lanes lanes = new Lanes(
                new LaneOptions(1, 1_000, 0, 10),
                new Pipeline(
                        new PgBatchStore(
                                writer,
                                this,
                                new PgRiskRules(),
                                IDS,
                                new TransferChain(1, "a key of the tests, longer than 32 bytes"),
                                new Exposures(10)),
                        new BatchDecider(
                                this,
                                new LimitChecks(
                                        ParallelLimitsIT.this::quote,
                                        CLOCK,
                                        Duration.ofMinutes(1),
                                        BigDecimal.ZERO,
                                        this,
                                        () -> new Rates(pairs(), ParallelLimitsIT.this::quote)),
                                IDS),
                        _ -> {}));

        private HikariDataSource writer() {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(servers.jdbcUrl(DbRole.WRITER));
            config.setAutoCommit(false);
            config.setMaximumPoolSize(1);
            return new HikariDataSource(config);
        }

        Outcome done(Command command) {
            return lanes.submit(command).orTimeout(20, TimeUnit.SECONDS).join();
        }

        @Override
        public @Nullable Instrument bySymbol(String name) {
            return name.equals(symbol) ? instrument : null;
        }

        @Override
        public Collection<Instrument> all() {
            return List.of(instrument);
        }

        @Override
        public Integer assetScale(String asset) {
            return 2;
        }

        @Override
        public void close() {
            lanes.close();
            writer.close();
        }
    }
}
