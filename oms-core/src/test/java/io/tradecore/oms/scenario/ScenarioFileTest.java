package io.tradecore.oms.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradecore.oms.execution.Commission;
import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.list.ListType;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.risk.SelfTradePrevention;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.TriggerTerms;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScenarioFileTest {

    private static final String TITLES = Arrays.stream(Column.values())
            .filter(column -> !column.isOptional())
            .map(Column::title)
            .collect(Collectors.joining(" | ", "| ", " |"));
    private static final String ORDER = "NEW | NEW | 10 | 0 | 10 | - | 0 | X | - | 0 | 100 | 5";

    private static String table(String... rows) {
        return "# A comment.\n\nscenario T.1: a test\n# Why.\n" + TITLES + "\n" + String.join("\n", rows) + "\n";
    }

    private static Message message(String input) {
        return ScenarioFile.parse("t.scn", table("| " + input + " | " + ORDER + " |"))
                .getFirst()
                .steps()
                .getFirst()
                .message();
    }

    private static void fails(String text, String message) {
        assertThatThrownBy(() -> ScenarioFile.parse("t.scn", text))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aScenarioHasAnIdATitleAndOneStepForEachRow() {
        Scenario scenario = ScenarioFile.parse("t.scn", table("| < New | X | - | E1 | " + ORDER + " |"))
                .getFirst();
        assertThat(scenario.id()).isEqualTo("T.1");
        assertThat(scenario.title()).isEqualTo("a test");
        assertThat(scenario.line()).isEqualTo(3);
        Step step = scenario.steps().getFirst();
        assertThat(step.line()).isEqualTo(6);
        assertThat(step.text()).isEqualTo("< New");
        assertThat(step.expected().word(Column.LEAVES_QTY)).isEqualTo("10");
        assertThat(step.expected().word(Column.LAST_QTY)).isEqualTo(Shown.NONE);
    }

    @Test
    void aTraderPlacesCancelsReplacesAndAsks() {
        assertThat(message("> New buy 10 @ 99.5 DAY | X | - | -"))
                .isEqualTo(order(Side.BUY, OrdType.LIMIT, "99.5", TimeInForce.DAY, null, null));
        assertThat(message("> New sell 10 @ market GTD PT2H | X | - | -"))
                .isEqualTo(order(Side.SELL, OrdType.MARKET, null, TimeInForce.GTD, Duration.ofHours(2), null));
        assertThat(message("> Cancel | Y | X | -")).isEqualTo(new Message.Cancel("Y", "X"));
        assertThat(message("> Replace 12 @ 98 GTC | Y | X | -"))
                .isEqualTo(new Message.Replace(
                        "Y", "X", new BigDecimal("12"), new BigDecimal("98"), TimeInForce.GTC, null));
        assertThat(message("> Replace @ 98 | Y | X | -"))
                .isEqualTo(new Message.Replace("Y", "X", null, new BigDecimal("98"), null, null));
        assertThat(message("> Status | X | - | -")).isEqualTo(new Message.Status("X"));
    }

    private static Message.NewOrder order(
            Side side,
            OrdType ordType,
            @Nullable String px,
            TimeInForce timeInForce,
            @Nullable Duration expiresIn,
            @Nullable TriggerTerms trigger) {
        return new Message.NewOrder(
                "X",
                "SCN",
                side,
                ordType,
                BigDecimal.TEN,
                px == null ? null : new BigDecimal(px),
                timeInForce,
                expiresIn,
                trigger,
                null);
    }

    @Test
    void anOrderWaitsForAPriceOrTrailsIt() {
        TriggerTerms stop = new TriggerTerms(null, new BigDecimal("105"), null);
        assertThat(message("> New buy 10 @ market DAY stop 105 | X | - | -"))
                .isEqualTo(order(Side.BUY, OrdType.STOP, null, TimeInForce.DAY, null, stop));
        assertThat(message("> New buy 10 @ 106 DAY stop 105 | X | - | -"))
                .isEqualTo(order(Side.BUY, OrdType.STOP_LIMIT, "106", TimeInForce.DAY, null, stop));
        assertThat(message("> New sell 10 @ market DAY touch 105 | X | - | -"))
                .isEqualTo(order(Side.SELL, OrdType.MARKET_IF_TOUCHED, null, TimeInForce.DAY, null, stop));
        assertThat(message("> New sell 10 @ 104 DAY touch 105 | X | - | -"))
                .isEqualTo(order(Side.SELL, OrdType.LIMIT_IF_TOUCHED, "104", TimeInForce.DAY, null, stop));
        assertThat(message("> New sell 10 @ market DAY trail 2.5% | X | - | -"))
                .isEqualTo(order(
                        Side.SELL,
                        OrdType.TRAILING_STOP,
                        null,
                        TimeInForce.DAY,
                        null,
                        new TriggerTerms(
                                null, null, new TrailOffset(TrailOffset.Unit.PERCENT, new BigDecimal("2.5")))));
        assertThat(message("~ 104 to 105 | X | - | -"))
                .isEqualTo(new Message.Quote("X", new BigDecimal("104"), new BigDecimal("105")));
    }

    @Test
    void aTraderAsksAboutSeveralOrdersAtOnce() {
        assertThat(message("> MassCancel | M | - | -")).isEqualTo(new Message.MassCancel("M", null, null));
        assertThat(message("> MassCancel sell of ALT | M | - | -"))
                .isEqualTo(new Message.MassCancel("M", "ALT", Side.SELL));
        assertThat(message("> Close 50% cancelling | C | - | -"))
                .isEqualTo(new Message.Close("C", null, new BigDecimal("50"), null, true));
        assertThat(message("> Close 5 @ 101 | C | - | -"))
                .isEqualTo(new Message.Close("C", new BigDecimal("5"), null, new BigDecimal("101"), false));
        assertThat(message("> CancelList | L | - | -")).isEqualTo(new Message.CancelList("L"));
        assertThat(message("= | X | - | -")).isEqualTo(new Message.Look("X"));
    }

    @Test
    void theRowsOfAListAreItsOrdersAndTellHowTheyStand() {
        List<Step> steps = ScenarioFile.parse(
                        "t.scn",
                        table(
                                "| > OTO | L | - | - | " + ORDER + " |",
                                "| + buy 10 @ 99.5 DAY | X | - | - | " + ORDER + " |",
                                "| + sell 10 @ 110 DAY | Y | X | - | " + ORDER + " |"))
                .getFirst()
                .steps();

        assertThat(steps.getFirst().message()).isInstanceOfSatisfying(Message.NewList.class, list -> {
            assertThat(list.type()).isEqualTo(ListType.OTO);
            assertThat(list.entries().getFirst())
                    .isEqualTo(new Message.NewList.Entry(
                            order(Side.BUY, OrdType.LIMIT, "99.5", TimeInForce.DAY, null, null), null));
            assertThat(list.entries().getLast().after()).isEqualTo("X");
        });
        assertThat(steps.get(1).message()).isEqualTo(new Message.Look("X"));
        assertThat(steps.get(2).message()).isEqualTo(new Message.Look("Y"));
    }

    @Test
    void aVenueReportsWhatItDid() {
        assertThat(message("< Trade 3 @ 99 | X | - | E1"))
                .isEqualTo(report(ReportType.TRADE, null, null, "3", "99", null, null, null));
        assertThat(message("< TradeCancel of E0 | X | - | E1"))
                .isEqualTo(report(ReportType.TRADE_CANCEL, "E0", null, null, null, null, null, null));
        assertThat(message("< TradeCorrect of E0 to 4 @ 98 | X | - | E1"))
                .isEqualTo(report(ReportType.TRADE_CORRECT, "E0", null, "4", "98", null, null, null));
        assertThat(message("< Restated 12 @ 98 OTHER | X | - | E1"))
                .isEqualTo(report(ReportType.RESTATED, null, null, null, null, "12", "98", "OTHER"));
        assertThat(message("< CancelReject Replace TOO_LATE | X | - | E1"))
                .isEqualTo(report(
                        ReportType.CANCEL_REJECT, null, RequestKind.REPLACE, null, null, null, null, "TOO_LATE"));
        assertThat(message("< DoneForDay | X | - | E1"))
                .isEqualTo(report(ReportType.DONE_FOR_DAY, null, null, null, null, null, null, null));
    }

    private static Message report(
            ReportType type,
            @Nullable String execRefId,
            @Nullable RequestKind rejected,
            @Nullable String lastQty,
            @Nullable String lastPx,
            @Nullable String orderQty,
            @Nullable String px,
            @Nullable String reason) {
        return new Message.Report(
                type,
                "X",
                "E1",
                execRefId,
                rejected,
                lastQty == null ? null : new BigDecimal(lastQty),
                lastPx == null ? null : new BigDecimal(lastPx),
                null,
                orderQty == null ? null : new BigDecimal(orderQty),
                px == null ? null : new BigDecimal(px),
                reason);
    }

    @Test
    void anAccountMayBeOnMarginAndItsOrdersOfALeg() {
        String rows = "| > New buy open 10 @ 100 DAY | X | - | - | " + ORDER + " |\n"
                + "| < Trade 4 @ 100 charging 1.5 EUR | X | - | E1 | "
                + ORDER.replace("| 0 | 100 |", "| 4 @ 100 / -2 @ 101 | 100 |")
                + " |\n";
        Scenario scenario = ScenarioFile.parse("t.scn", "scenario T.1: a\naccount hedging\n" + TITLES + "\n" + rows)
                .getFirst();
        assertThat(scenario.account()).isEqualTo(AccountKind.HEDGING);
        assertThat(scenario.steps().getFirst().message())
                .isInstanceOfSatisfying(
                        Message.NewOrder.class,
                        order -> assertThat(order.effect()).isEqualTo(PositionEffect.OPEN));
        assertThat(scenario.steps().getLast().message())
                .isInstanceOfSatisfying(
                        Message.Report.class,
                        report -> assertThat(report.charged()).isEqualTo(new Commission(new BigDecimal("1.5"), "EUR")));
        assertThat(scenario.steps().getLast().expected().word(Column.POSITION)).isEqualTo("4 @ 100 / -2 @ 101");
        fails("scenario T.1: a\naccount barter\n", "t.scn:2:9: \"barter\" is no AccountKind");
    }

    @Test
    void whatBecomesOfSelfTradesMayBeSaid() {
        String row = "| > New buy 10 @ 100 DAY | X | - | - | " + ORDER + " |\n";
        List<Scenario> scenarios = ScenarioFile.parse(
                "t.scn",
                "scenario T.1: a\naccount margin\nself-trades CancelOldest\n" + TITLES + "\n" + row
                        + "scenario T.2: b\n" + TITLES + "\n" + row);
        assertThat(scenarios)
                .extracting(Scenario::selfTrades)
                .containsExactly(SelfTradePrevention.CANCEL_OLDEST, SelfTradePrevention.NONE);
        fails("scenario T.1: a\nself-trades never\n", "t.scn:2:13: \"never\" is no SelfTradePrevention");
    }

    @Test
    void theSameDecimalMayBeWrittenInSeveralWays() {
        String row = "| < New | X | - | E1 | NEW | NEW | 10.00 | 0.0 | 10 | - | 0 | X | - | 0 | 100.50 | 5 |";
        Shown expected = ScenarioFile.parse("t.scn", table(row))
                .getFirst()
                .steps()
                .getFirst()
                .expected();
        assertThat(expected.word(Column.ORDER_QTY)).isEqualTo("10");
        assertThat(expected.word(Column.CUM_QTY)).isEqualTo("0");
        assertThat(expected.word(Column.CASH)).isEqualTo("100.5");
    }

    @Test
    void anErrorTellsFileLineAndColumn() {
        fails(table("| < Nonsense | X | - | E1 | " + ORDER + " |"), "t.scn:6:5: \"Nonsense\" is no ReportType");
        fails(table("| > New buy ten @ 1 DAY | X | - | - | " + ORDER + " |"), "t.scn:6:13: \"ten\" is no decimal");
        fails(table("| > New buy 10 | X | - | - | " + ORDER + " |"), "t.scn:6:15: expected \"@\"");
        fails(table("| > New buy 10 @ 1 DAY now | X | - | - | " + ORDER + " |"), "t.scn:6:24: \"now\" has no place");
        fails(
                table("| > New buy 10 @ 1 GTD soon | X | - | - | " + ORDER + " |"),
                "t.scn:6:24: \"soon\" is no duration");
        fails(table("| New | X | - | E1 | " + ORDER + " |"), "t.scn:6:3: a message begins with");
        fails(table("| < New | X | - | - | " + ORDER + " |"), "t.scn:6:19: this message needs its ExecID");
        fails(table("| > Cancel | Y | - | - | " + ORDER + " |"), "t.scn:6:18: this message needs its OrigClOrdID");
        fails(table("| > Cancel | Y | X | E1 | " + ORDER + " |"), "t.scn:6:22: a request has no ExecID");
        fails(table("| > Replace | Y | X | - | " + ORDER + " |"), "t.scn:6:3: a replace names");
        fails(table("| + buy 10 @ 1 DAY | X | - | - | " + ORDER + " |"), "t.scn:6:3: an order of a list follows");
        fails(table("| > Nonsense | X | - | - | " + ORDER + " |"), "t.scn:6:5: a trader's message is New, Cancel");
        fails(table("| > MassCancel of XYZ | M | - | - | " + ORDER + " |"), "t.scn:6:19: \"XYZ\" is no instrument");
        fails(
                table("| > New sell 10 @ 1 DAY trail 2 | X | - | - | " + ORDER + " |"),
                "t.scn:6:25: what trails is sent at the market");
        fails(table("| ~ 104 105 | X | - | - | " + ORDER + " |"), "t.scn:6:9: expected \"to\"");
    }

    @Test
    void whatIsExpectedIsCheckedBeforeItIsPlayed() {
        String input = "| < New | X | - | E1 | ";
        fails(
                table(input + "NEW | FILED | 10 | 0 | 10 | - | 0 | X | - | 0 | 100 | 5 |"),
                "t.scn:6:30: \"FILED\" is no");
        fails(table(input + "NEW | NEW | 1O | 0 | 10 | - | 0 | X | - | 0 | 100 | 5 |"), "t.scn:6:36: \"1O\" is no dec");
        fails(table(input + "New | NEW | 10 | 0 | 10 | - | 0 | X | - | 0 | 100 | 5 |"), "t.scn:6:24: \"New\" is no Ex");
        fails(table(input + "NEW | NEW | 10 | 0 | 10 | - | 0 | X | maybe | 0 | 100 | 5 |"), "t.scn:6:62: \"maybe\" is");
        fails(
                table(input + "NEW | NEW | 10 | 0 | 10 | - | 0 | X | - | much | 100 | 5 |"),
                "t.scn:6:66: \"much\" is no");
        fails(table(input + "NEW | NEW |  | 0 | 10 | - | 0 | X | - | 0 | 100 | 5 |"), "t.scn:6:");
        fails(table(input + "NEW |"), "t.scn:6:1: the row has 5 cells, not 16");
        fails(table(input + "NEW"), "t.scn:6:27: a row ends with |");
    }

    @Test
    void aTableIsMadeOfScenariosWithTitlesAndRows() {
        fails("New\n", "t.scn:1:1: a line is empty, a # comment");
        fails("| a |\n", "t.scn:1:1: a row belongs to a scenario");
        fails("scenario T.1: nothing\n", "t.scn:1:1: the scenario has no rows");
        fails("scenario T.1: none\n" + TITLES + "\n", "t.scn:1:1: the scenario has no rows");
        fails("scenario T.1: a\n" + TITLES.replace("cash", "money") + "\n", "t.scn:2:147: \"money\" is no column");
        fails("scenario T.1: a\n| message |\n", "t.scn:2:3: the columns are, in this order, [message, ClOrdID");
        String row = "| < New | X | - | E1 | " + ORDER + " |";
        fails(table(row) + table(row), "t.scn:9:1: there is a scenario T.1 already");
        fails(table(row).replace("T.1: a test", "T.1"), "t.scn:3:1: a scenario is named as");
    }

    @Test
    void aDifferenceNamesItsPlaceAndItsColumn() {
        Scenario scenario = ScenarioFile.parse("t.scn", table("| < New | X | - | E1 | " + ORDER + " |"))
                .getFirst();
        Shown expected = scenario.steps().getFirst().expected();
        assertThatThrownBy(() -> scenario.play(_ -> expected.with(Column.LEAVES_QTY, "9")))
                .isInstanceOf(AssertionError.class)
                .hasMessage("t.scn:6 T.1 \"< New\": LeavesQty is 9, not 10");
    }
}
