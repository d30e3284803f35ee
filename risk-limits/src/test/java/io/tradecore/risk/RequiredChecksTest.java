package io.tradecore.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.Balance;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.account.Desks;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Contract;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Sized;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.risk.PreTradeRisk.Wanted;
import io.tradecore.oms.risk.Stakes;
import io.tradecore.oms.session.TradingCalendar;
import io.tradecore.oms.valuation.Rates;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Checked in full nothing passes here: there is no quote, and a limit is missing. */
class RequiredChecksTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Instrument STOCK = instrument(SecurityType.CS);

    private final LimitChecks all = new LimitChecks(
            _ -> null,
            Clock.fixed(NOW, ZoneOffset.UTC),
            Duration.ofSeconds(5),
            new BigDecimal("0.05"),
            TestDealings.instruments(STOCK),
            () -> new Rates(List.of(), _ -> null));
    private final RequiredChecks checks = new RequiredChecks(all);

    @ParameterizedTest(name = "{0} of {1} at 100 and 0.1 %, at most 10, with {2} of everything: {3}")
    @CsvSource({
        "BUY,  9.999,  2000,    passed",
        "BUY,  10,     2000,    passed",
        "BUY,  10.001, 2000,    QTY_EXCEEDS_MAX",
        "BUY,  1,      100.11,  passed",
        "BUY,  1,      100.10,  passed",
        "BUY,  1,      100.09,  CASH_INSUFFICIENT",
        "SELL, 2,      2,       passed",
        "SELL, 2.001,  2,       POSITION_INSUFFICIENT"
    })
    void quantityAndFunds(Side side, String qty, String balance, String outcome) {
        assertThat(outcome(checks.check(limit(side, qty), STOCK, view(AccountStatus.ACTIVE, balance, null))))
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @EnumSource(value = AccountStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
    void theStatusOfTheAccount(AccountStatus inactive) {
        assertThat(outcome(checks.check(limit(Side.BUY, "1"), STOCK, view(inactive, "2000", null))))
                .isEqualTo("ACCOUNT_NOT_ACTIVE");
    }

    @Test
    void whatIsNotAnOrderWithALimitOfACashAccountIsCheckedInFull() {
        AccountView cash = view(AccountStatus.ACTIVE, "2000", null);
        AccountView margin = view(
                AccountStatus.ACTIVE, "2000", new Stakes(List.of(), _ -> BigDecimal.ZERO, _ -> BigDecimal.ZERO, null));
        PlaceOrder market = order(Side.BUY, "1", OrdType.MARKET, null);

        assertThat(outcome(checks.check(market, STOCK, cash))).isEqualTo("LIMIT_MISSING");
        assertThat(outcome(checks.check(limit(Side.BUY, "1"), STOCK, margin))).isEqualTo("LIMIT_MISSING");
        assertThat(outcome(checks.check(limit(Side.BUY, "1"), instrument(SecurityType.FUT), cash)))
                .isEqualTo("LIMIT_MISSING");
        assertThat(checks.checkByCash(market, BigDecimal.TEN, STOCK, cash))
                .isInstanceOfSatisfying(
                        Sized.Judged.class,
                        judged -> assertThat(outcome(judged.verdict())).isEqualTo("LIMIT_MISSING"));
        assertThat(outcome(checks.checkReplace(
                        resting(),
                        Terms.of(BigDecimal.TWO, BigDecimal.TEN, TimeInForce.DAY),
                        null,
                        STOCK,
                        cash,
                        BigDecimal.ZERO)))
                .isEqualTo("LIMIT_MISSING");
    }

    @Test
    void whatCreditIsNeededAndHowAccountsAreMarkedIsToldInFull() {
        Wanted wanted = new Wanted(STOCK, BigDecimal.ONE, BigDecimal.TEN, null, null);
        AccountView bounded = new AccountView(
                AccountStatus.ACTIVE,
                Desks.MAIN,
                TestLimits.USER,
                TestLimits.wide(NOW).now(),
                _ -> new Balance(BigDecimal.ZERO, BigDecimal.ZERO),
                null,
                TestDealings.none(NOW, "USD"));

        assertThat(checks.creditNeeded(List.of(wanted), bounded))
                .isNotNull()
                .isEqualTo(all.creditNeeded(List.of(wanted), bounded));
        assertThat(checks.look(TestDealings.instruments(STOCK), List.of())).isNotNull();
    }

    private static AccountView view(AccountStatus status, String balance, @Nullable Stakes stakes) {
        return new AccountView(
                status,
                Desks.MAIN,
                TestLimits.USER,
                TestLimits.wide(NOW).without(LimitKind.MAX_OPEN_ORDERS).now(),
                _ -> new Balance(new BigDecimal(balance), BigDecimal.ZERO),
                stakes,
                TestDealings.none(NOW, "USD"));
    }

    private static String outcome(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Passed _ -> "passed";
            case Verdict.Denied(Reason reason, String _, var _) -> reason.name();
        };
    }

    private static PlaceOrder limit(Side side, String qty) {
        return order(side, qty, OrdType.LIMIT, new BigDecimal("100"));
    }

    private static PlaceOrder order(Side side, String qty, OrdType type, @Nullable BigDecimal px) {
        return new PlaceOrder(
                new AccountId(new UUID(1, 1)),
                new ClOrdId("C1"),
                "STOCK",
                side,
                type,
                Set.of(),
                Terms.of(new BigDecimal(qty), px, TimeInForce.DAY),
                TestLimits.USER);
    }

    private static Order resting() {
        Terms terms = Terms.of(BigDecimal.ONE, BigDecimal.TEN, TimeInForce.DAY);
        return new Order(
                new AccountId(new UUID(1, 1)),
                new OrderId(new UUID(1, 2)),
                new ClOrdId("C0"),
                new ClOrdId("C0"),
                "STOCK",
                "SIM",
                Side.BUY,
                OrdType.LIMIT,
                Set.of(),
                terms,
                terms,
                BigDecimal.TEN,
                BigDecimal.ZERO,
                OrdStatus.NEW,
                null,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                null,
                null,
                NOW);
    }

    private static Instrument instrument(SecurityType securityType) {
        return new Instrument(
                "STOCK",
                "SIM",
                "USD",
                2,
                2,
                3,
                new BigDecimal("0.01"),
                new BigDecimal("0.001"),
                BigDecimal.ONE,
                BigDecimal.TEN,
                new BigDecimal("1000000"),
                BigDecimal.ONE,
                new BigDecimal("0.001"),
                true,
                TradingCalendar.ALWAYS,
                false,
                new Contract(securityType, false, false, "USD", 2, null, null));
    }
}
