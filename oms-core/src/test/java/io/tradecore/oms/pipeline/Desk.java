package io.tradecore.oms.pipeline;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.BookAct;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.TransferChain;
import io.tradecore.ledger.TransferKind;
import io.tradecore.ledger.UuidV7;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.execution.Commission;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.SplitRatio;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.pipeline.pg.PgBatchStore;
import io.tradecore.oms.position.InstrumentAct;
import io.tradecore.oms.risk.pg.PgRiskRules;
import io.tradecore.oms.trigger.TriggerTerms;
import io.tradecore.servers.TestServers;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A pipeline on the real servers, with one instrument, and a risk check that looks at funds alone. */
final class Desk implements AutoCloseable {

    static final String SYMBOL = "BTCUSDT";
    static final TransferChain CHAIN = new TransferChain(1, "a key of the tests, longer than 32 bytes");
    static final Instrument INSTRUMENT = new Instrument(
            SYMBOL,
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
            true);
    private static final UuidV7 IDS = new UuidV7(Clock.systemUTC());

    final TestServers servers = TestServers.get();
    final Instrument instrument = INSTRUMENT;
    private final HikariDataSource writer;
    final BatchStore store;
    final Pipeline pipeline;
    final Exposures exposures = new Exposures(1_000);
    final Queue<CommittedBatch> committed = new ConcurrentLinkedQueue<>();
    final Lanes lanes;

    Desk(int laneCount) {
        this(new LaneOptions(laneCount, 10_000, 0, 200));
    }

    Desk(LaneOptions options) {
        this(options, source -> source);
    }

    /** Whose round trips to the database are counted. */
    Desk(RoundTrips trips) {
        this(new LaneOptions(1, 10_000, 0, 200), trips::counting);
    }

    private Desk(LaneOptions options, UnaryOperator<DataSource> seen) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(servers.jdbcUrl(DbRole.WRITER));
        config.setAutoCommit(false);
        config.setMaximumPoolSize(options.lanes() + 1);
        config.setConnectionTimeout(2_000);
        writer = new HikariDataSource(config);
        Instruments instruments = new OneInstrument(instrument);
        store = new PgBatchStore(seen.apply(writer), instruments, new PgRiskRules(), IDS, CHAIN, exposures);
        pipeline = new Pipeline(
                store, new BatchDecider(instruments, new FundsOnly(new BigDecimal("200"), false), IDS), committed::add);
        lanes = new Lanes(options, pipeline);
        execute(DbRole.ADMIN, """
                INSERT INTO assets (asset, scale, name) VALUES ('USDT', 2, 'Tether') ON CONFLICT DO NOTHING""");
        execute(DbRole.ADMIN, """
                INSERT INTO venues (venue_id, name) VALUES ('SIM', 'Simulator') ON CONFLICT DO NOTHING""");
        execute(DbRole.ADMIN, """
                INSERT INTO instruments (symbol, venue_id, currency, px_scale, qty_scale, tick_size, lot_size, max_order_qty,
                    max_order_notional, price_collar, fee_rate)
                VALUES ('BTCUSDT', 'SIM', 'USDT', 2, 5, 0.01, 0.00001, 1000, 10000000, 0.05, 0.001)
                ON CONFLICT DO NOTHING""");
    }

    AccountId openAccount(String cash) {
        AccountId account = new AccountId(IDS.next());
        execute(DbRole.ADMIN, """
                INSERT INTO accounts (account_id, name, account_type, base_currency, created_by)
                VALUES ('%s', 'test', 'CASH', 'USDT', 'test')""".formatted(account));
        done(deposit(account, "opening", cash));
        return account;
    }

    Command deposit(AccountId account, String transferId, String amount) {
        return move(account, transferId, TransferKind.DEPOSIT, amount);
    }

    Command move(AccountId account, String transferId, TransferKind kind, String amount) {
        return Command.ChangeBooks.of(
                new BookAct.Post(account, transferId, kind, "USDT", new BigDecimal(amount), null), "ops");
    }

    static Command.PlaceOrder limit(AccountId account, String clOrdId, Side side, String qty, String px) {
        return new Command.PlaceOrder(
                account,
                new ClOrdId(clOrdId),
                SYMBOL,
                side,
                OrdType.LIMIT,
                TimeInForce.GTC,
                new BigDecimal(qty),
                new BigDecimal(px),
                "trader");
    }

    /** An act that is announced to this account alone, as often as this is called; its name is of this account. */
    Command announced(AccountId account, String name, InstrumentAct.Terms terms, Instant announcedAt) {
        String actId = name + "-" + account.value().toString().substring(19);
        Object px = null;
        Object rate = null;
        Object amount = null;
        SplitRatio ratio = null;
        switch (terms) {
            case InstrumentAct.Funding funding -> {
                px = funding.mark();
                rate = funding.rate();
            }
            case InstrumentAct.Dividend dividend -> amount = dividend.amount();
            case InstrumentAct.Settlement settlement -> px = settlement.px();
            case InstrumentAct.Split split -> {
                px = split.fractionPx();
                ratio = split.ratio();
            }
        }
        execute(DbRole.ADMIN, """
                INSERT INTO instrument_acts (act_id, kind, symbol, px, rate, amount, numerator, denominator, reason,
                    announced_at, announced_by)
                VALUES ('%s', '%s', '%s', %s, %s, %s, %s, %s, 'test', '%s', 'ops') ON CONFLICT DO NOTHING""".formatted(
                        actId,
                        terms.kind(),
                        SYMBOL,
                        px,
                        rate,
                        amount,
                        ratio == null ? null : ratio.numerator(),
                        ratio == null ? null : ratio.denominator(),
                        announcedAt));
        execute(DbRole.ADMIN, """
                INSERT INTO instrument_act_parts (account_id, act_id, announced_qty)
                SELECT '%1$s', '%2$s', coalesce(sum(qty), 0) FROM positions
                WHERE account_id = '%1$s' AND symbol = '%3$s' ON CONFLICT DO NOTHING""".formatted(account, actId, SYMBOL));
        return new Command.ApplyAct(account, new InstrumentAct(actId, SYMBOL, terms, announcedAt, announcedAt), "ops");
    }

    /** A GTD order. */
    static Command.PlaceOrder goodTill(
            AccountId account, String clOrdId, Side side, String qty, String px, Instant expireTime) {
        return new Command.PlaceOrder(
                account,
                new ClOrdId(clOrdId),
                SYMBOL,
                side,
                OrdType.LIMIT,
                Set.of(),
                new Terms(new BigDecimal(qty), new BigDecimal(px), TimeInForce.GTD, expireTime, null),
                "trader");
    }

    /** A STOP at so much. */
    static Command.PlaceOrder stop(AccountId account, String clOrdId, Side side, String qty, String stopPx) {
        return waiting(
                account, clOrdId, side, OrdType.STOP, qty, null, new TriggerTerms(null, new BigDecimal(stopPx), null));
    }

    static Command.PlaceOrder waiting(
            AccountId account,
            String clOrdId,
            Side side,
            OrdType ordType,
            String qty,
            @Nullable String px,
            TriggerTerms trigger) {
        return new Command.PlaceOrder(
                account,
                new ClOrdId(clOrdId),
                SYMBOL,
                side,
                ordType,
                Set.of(),
                Terms.of(new BigDecimal(qty), decimal(px), TimeInForce.GTC),
                trigger,
                "trader");
    }

    static Command trigger(Order order, String px) {
        return new Command.TriggerOrder(order.accountId(), order.orderId(), new BigDecimal(px), "watch");
    }

    static Command cancel(Order order, String clOrdId) {
        return new Command.CancelOrder(order.accountId(), new ClOrdId(clOrdId), order.orderId(), "trader");
    }

    /** A replace of quantity and price; null leaves one as it is. */
    static Command.ReplaceOrder replace(Order order, String clOrdId, @Nullable String qty, @Nullable String px) {
        return change(order, clOrdId, null, new TermChange(decimal(qty), decimal(px), null, null, null));
    }

    static Command.ReplaceOrder change(Order order, String clOrdId, @Nullable String origClOrdId, TermChange asked) {
        return new Command.ReplaceOrder(
                order.accountId(),
                new ClOrdId(clOrdId),
                order.orderId(),
                origClOrdId == null ? null : new ClOrdId(origClOrdId),
                asked,
                "trader");
    }

    static @Nullable BigDecimal decimal(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }

    static Command report(Order order, String execId, ReportType type) {
        return report(order.accountId(), order.orderId(), "SIM", execId, type, null, null, null);
    }

    static Command answer(Order order, String execId, ReportType type, String clOrdId) {
        return report(order.accountId(), order.orderId(), "SIM", execId, type, clOrdId, null, null);
    }

    /** The venue has no such order to cancel. */
    static Command cancelOfUnknown(Order order, String execId, String clOrdId) {
        return new Command.ApplyReport(new VenueReport(
                order.accountId(),
                order.orderId(),
                "SIM",
                execId,
                ReportType.CANCEL_REJECT,
                clOrdId,
                null,
                RequestKind.CANCEL,
                null,
                null,
                TermChange.NONE,
                Instant.now(),
                VenueReport.UNKNOWN_ORDER,
                null,
                "{}"));
    }

    /** A REPLACED or RESTATED that names the terms the order has at the venue. */
    static Command terms(Order order, String execId, ReportType type, @Nullable String clOrdId, TermChange terms) {
        return new Command.ApplyReport(new VenueReport(
                order.accountId(),
                order.orderId(),
                "SIM",
                execId,
                type,
                clOrdId,
                null,
                null,
                null,
                null,
                terms,
                Instant.now(),
                null,
                null,
                "{}"));
    }

    static Command bust(Order order, String execId, String execRefId) {
        return amendment(order, execId, execRefId, ReportType.TRADE_CANCEL, null, null);
    }

    static Command correct(Order order, String execId, String execRefId, String qty, String px) {
        return amendment(order, execId, execRefId, ReportType.TRADE_CORRECT, qty, px);
    }

    private static Command amendment(
            Order order, String execId, String execRefId, ReportType type, @Nullable String qty, @Nullable String px) {
        return new Command.ApplyReport(new VenueReport(
                order.accountId(),
                order.orderId(),
                "SIM",
                execId,
                type,
                null,
                execRefId,
                null,
                decimal(qty),
                decimal(px),
                TermChange.NONE,
                Instant.now(),
                null,
                null,
                "{}"));
    }

    /** The same report with what the venue says it has charged. */
    static VenueReport charging(VenueReport report, Commission commission) {
        return new VenueReport(
                report.accountId(),
                report.orderId(),
                report.venueId(),
                report.execId(),
                report.type(),
                report.clOrdId(),
                report.execRefId(),
                report.rejected(),
                report.lastQty(),
                report.lastPx(),
                report.terms(),
                commission,
                report.transactTime(),
                report.reason(),
                report.text(),
                report.payload());
    }

    static Command trade(Order order, String execId, String qty, String px) {
        return report(order.accountId(), order.orderId(), "SIM", execId, ReportType.TRADE, null, qty, px);
    }

    static Command report(
            AccountId account,
            OrderId order,
            String venue,
            String execId,
            ReportType type,
            @Nullable String clOrdId,
            @Nullable String qty,
            @Nullable String px) {
        return new Command.ApplyReport(new VenueReport(
                account,
                order,
                venue,
                execId,
                type,
                clOrdId,
                null,
                null,
                decimal(qty),
                decimal(px),
                TermChange.NONE,
                Instant.now(),
                null,
                null,
                "{}"));
    }

    /** Submits and waits for the commit. */
    Outcome done(Command command) {
        return lanes.submit(command).orTimeout(20, TimeUnit.SECONDS).join();
    }

    Order accepted(Command command) {
        return switch (done(command)) {
            case Outcome.OrderAccepted accepted -> accepted.order();
            case Outcome.CancelAccepted accepted -> accepted.order();
            case Outcome.ReplaceAccepted accepted -> accepted.order();
            case Outcome.ReportApplied applied -> applied.order();
            case Outcome.OrderMoved moved when moved.changed() -> moved.order();
            case Outcome outcome -> throw new AssertionError("not accepted: " + outcome);
        };
    }

    BigDecimal available(AccountId account, BalanceKey line) {
        return new BigDecimal(Objects.requireNonNull(value("""
                SELECT coalesce(sum(posted - pending), 0) FROM ledger_balances
                WHERE account_id = '%s' AND code = '%s' AND asset = '%s'""".formatted(account, line.code(), line.asset()))));
    }

    BigDecimal cash(AccountId account) {
        return available(account, new BalanceKey(LedgerCode.CASH, "USDT"));
    }

    BigDecimal position(AccountId account) {
        return available(account, new BalanceKey(LedgerCode.POSITION, SYMBOL));
    }

    /** The first column of the first row, seen by the administrator. */
    @Nullable
    String value(String sql) {
        List<String> rows = rows(sql);
        return rows.isEmpty() ? null : rows.getFirst();
    }

    List<String> rows(String sql) {
        try (Connection connection = servers.connection(DbRole.ADMIN);
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The account may not trade any more. */
    void suspend(AccountId account) {
        execute(DbRole.ADMIN, "UPDATE accounts SET status = 'SUSPENDED' WHERE account_id = '" + account + "'");
    }

    /** Returns once the database's clock says so. */
    void waitUntil(Instant instant) {
        value("SELECT pg_sleep_until('" + instant + "')::text");
    }

    void execute(DbRole role, String sql) {
        try (Connection connection = servers.connection(role);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The invariants that do not hold. */
    List<String> violations() {
        return rows(
                "SELECT invariant || ': ' || violations || ', e.g. ' || example FROM reconcile() WHERE violations > 0");
    }

    @Override
    public void close() {
        lanes.close();
        writer.close();
    }
}
