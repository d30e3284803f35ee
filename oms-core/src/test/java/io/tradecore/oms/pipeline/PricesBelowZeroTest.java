package io.tradecore.oms.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.account.AccountType;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.instrument.Contract;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.risk.Exposure;
import io.tradecore.oms.risk.SelfTradePrevention;
import io.tradecore.oms.session.TradingCalendar;
import io.tradecore.oms.trigger.TriggerTerms;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Crude oil in April 2020: 1,000 barrels a contract, margin by the contract, fees of 0.01 % of the value. */
class PricesBelowZeroTest {
    private final AccountState account = new AccountState(
            new AccountId(new UUID(1, 1)), AccountType.MARGIN, AccountStatus.ACTIVE, Instant.EPOCH, 0, 0);
    private final BatchState batch = new BatchState(1, Map.of(account.accountId(), account));
    private BatchDecider decider = decider(true);
    private int names;

    PricesBelowZeroTest() {
        account.load(new Exposure());
        account.load("USD", SelfTradePrevention.NONE);
    }

    @Test
    @DisplayName("Who bought at 37.63 and sold at -37.63 has lost the sum of both")
    void fromOneSideOfZeroToTheOther() {
        Order purchase = place(Side.BUY, "1", "37.63");
        assertThat(held(purchase)).isEqualByComparingTo("8003.77");
        fill(purchase, "1", "37.63");
        Order sale = place(Side.SELL, "1", "-37.63");
        fill(sale, "1", "-37.63");

        assertThat(position()).isEqualTo("0 @ null, realised -75260, fees 7.52");
        assertThat(cash()).isEqualByComparingTo("-75267.52");
        assertThat(account.book()
                        .balance(new BalanceKey(LedgerCode.CASH, "USD"))
                        .pending())
                .isEqualByComparingTo("0");
    }

    @Test
    @DisplayName("A contract by contract margin is held at a limit of zero as well, and below it")
    void marginByTheContract() {
        assertThat(held(place(Side.BUY, "2", "0"))).isEqualByComparingTo("16000");
        assertThat(held(place(Side.BUY, "1", "-20"))).isEqualByComparingTo("8002");
    }

    @Test
    @DisplayName("The average is of all prices with their signs, and a short gains where the price falls below zero")
    void averageOverZero() {
        fill(place(Side.BUY, "1", "10.00"), "1", "10.00");
        fill(place(Side.BUY, "1", "-37.63"), "1", "-37.63");
        assertThat(position()).isEqualTo("2 @ -13.815, realised 0, fees 4.76");
        fill(place(Side.SELL, "3", "-20.00"), "3", "-20.00");
        assertThat(position()).isEqualTo("-1 @ -20, realised -12370, fees 10.76");
        fill(place(Side.BUY, "1", "-37.63"), "1", "-37.63");
        assertThat(position()).isEqualTo("0 @ null, realised 5260, fees 14.52");
    }

    @Test
    @DisplayName(
            "An order that trades on both sides of zero is charged for both, and a bust gives back what its fill was charged")
    void feesOnBothSidesOfZero() {
        Order order = place(Side.BUY, "2", "10.00");
        fill(order, "1", "10.00");
        String below = fill(order, "1", "-10.00");
        assertThat(position()).isEqualTo("2 @ 0, realised 0, fees 2");

        submit(Desk.bust(order(order), name(), below));
        assertThat(position()).isEqualTo("1 @ 10, realised 0, fees 1");
        assertThat(cash()).isEqualByComparingTo("-1");
    }

    @Test
    @DisplayName("An instrument that has no prices at zero or below takes no limit, stop or replace there")
    void others() {
        decider = decider(false);
        assertThat(refused(order(OrdType.LIMIT, "0", null))).isEqualTo("PX_NOT_POSITIVE");
        assertThat(refused(order(OrdType.LIMIT, "-0.01", null))).isEqualTo("PX_NOT_POSITIVE");
        assertThat(refused(order(OrdType.STOP_LIMIT, "1", "0"))).isEqualTo("STOP_PX_NOT_POSITIVE");
        Order order = place(Side.BUY, "1", "0.01");
        submit(Desk.report(order, name(), ReportType.NEW));
        assertThat(refused(Desk.replace(order, name(), "1", "-0.01"))).isEqualTo("PX_NOT_POSITIVE");
    }

    @Test
    @DisplayName("The tick and the decimals count below zero as above")
    void ticks() {
        assertThat(refused(order(OrdType.LIMIT, "-37.635", null))).isEqualTo("PX_SCALE");
        assertThat(refused(order(OrdType.STOP_LIMIT, "-30", "-30.001"))).isEqualTo("STOP_PX_SCALE");
    }

    @Test
    @DisplayName(
            "A venue may restate a limit below zero where the instrument may trade there; elsewhere that is kept for an operator")
    void restated() {
        Order oil = place(Side.BUY, "1", "10.00");
        assertThat(submit(restated(oil))).isInstanceOf(Outcome.ReportApplied.class);
        assertThat(order(oil).px()).isEqualByComparingTo("-1");

        decider = decider(false);
        assertThat(submit(restated(place(Side.BUY, "1", "10.00"))))
                .isInstanceOfSatisfying(
                        Outcome.ReportQuarantined.class,
                        kept -> assertThat(kept.reason()).isEqualTo(Reason.REPORT_CONTRADICTS));
    }

    private Command restated(Order order) {
        return new Command.ApplyReport(new VenueReport(
                account.accountId(),
                order.orderId(),
                "SIM",
                name(),
                ReportType.RESTATED,
                order.clOrdId().value(),
                null,
                null,
                null,
                null,
                new TermChange(null, new BigDecimal("-1"), null, null, null),
                Instant.EPOCH,
                null,
                null,
                "{}"));
    }

    private static BatchDecider decider(boolean negativePx) {
        MarginTerms margin =
                new MarginTerms(MarginTerms.Unit.PER_CONTRACT, new BigDecimal("8000"), new BigDecimal("7000"));
        Instrument oil = new Instrument(
                "CLK0",
                "SIM",
                "USD",
                2,
                2,
                0,
                new BigDecimal("0.01"),
                BigDecimal.ONE,
                new BigDecimal("1000"),
                new BigDecimal("1000"),
                new BigDecimal("1000000"),
                new BigDecimal("0.1"),
                new BigDecimal("0.0001"),
                true,
                TradingCalendar.ALWAYS,
                false,
                new Contract(SecurityType.FUT, false, negativePx, "USD", 2, margin, null));
        return new BatchDecider(new OneInstrument(oil), new AdmitAll(), new UuidV7(Clock.systemUTC()));
    }

    private Command.PlaceOrder order(OrdType type, String px, @Nullable String stopPx) {
        return order(Side.BUY, "1", type, px, stopPx);
    }

    private Command.PlaceOrder order(Side side, String qty, OrdType type, String px, @Nullable String stopPx) {
        return new Command.PlaceOrder(
                account.accountId(),
                new ClOrdId(name()),
                "CLK0",
                side,
                type,
                Set.of(),
                Terms.of(new BigDecimal(qty), new BigDecimal(px), TimeInForce.GTC),
                stopPx == null ? null : new TriggerTerms(null, new BigDecimal(stopPx), null),
                "trader");
    }

    private Order place(Side side, String qty, String px) {
        return ((Outcome.OrderAccepted) submit(order(side, qty, OrdType.LIMIT, px, null))).order();
    }

    private String refused(Command command) {
        return ((Outcome.Refused) submit(command)).reason().name();
    }

    /** Tells the ExecID. */
    private String fill(Order order, String qty, String px) {
        String execId = name();
        assertThat(submit(Desk.trade(order(order), execId, qty, px))).isInstanceOf(Outcome.ReportApplied.class);
        return execId;
    }

    private Order order(Order order) {
        return Objects.requireNonNull(account.order(order.orderId()));
    }

    private BigDecimal held(Order order) {
        return account.held(order.orderId());
    }

    private BigDecimal cash() {
        return account.book().balance(new BalanceKey(LedgerCode.CASH, "USD")).posted();
    }

    private String position() {
        Position position = account.position("CLK0", Leg.NET);
        return text(position.qty()) + " @ " + text(position.avgPx()) + ", realised " + text(position.realisedPnl())
                + ", fees " + text(position.fees());
    }

    private static @Nullable String text(@Nullable BigDecimal number) {
        return number == null ? null : number.stripTrailingZeros().toPlainString();
    }

    private Outcome submit(Command command) {
        return decider.decide(List.of(command), batch).getFirst();
    }

    private String name() {
        return "N" + ++names;
    }
}
