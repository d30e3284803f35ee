package io.tradecore.oms.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.oms.execution.ReportType;
import io.tradecore.oms.order.OrdStatus;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the orders of a list owe each other. P is the parent, T and S its take-profit and its stop. */
class ListRulesTest {

    private static Lists bracket() {
        return Lists.of(ListType.OTOCO, "1", "P", "10", "T", "10", "S", "10");
    }

    private static Lists workingBracket(String parentFilled) {
        Lists bracket = bracket().say("P", ReportType.NEW).trade("P", parentFilled);
        bracket.take();
        return bracket.say("T", ReportType.NEW).say("S", ReportType.NEW);
    }

    private static Lists oco() {
        return Lists.of(ListType.OCO, "1", "A", "10", "B", "10")
                .say("A", ReportType.NEW)
                .say("B", ReportType.NEW);
    }

    @Test
    void childrenWaitWhileTheirParentHasExecutedNothing() {
        assertThat(bracket().owed()).isEmpty();
        assertThat(bracket().say("P", ReportType.NEW).owed()).isEmpty();
    }

    @Test
    void aFilledParentActivatesAllOfItsChildren() {
        assertThat(bracket().trade("P", "10").take()).containsExactly("activate T 10", "activate S 10");
    }

    @Test
    void aPartFilledParentActivatesItsShareAndTheNextPartMakesThemMore() {
        Lists bracket = bracket().trade("P", "3");

        assertThat(bracket.take()).containsExactly("activate T 3", "activate S 3");
        bracket.say("T", ReportType.NEW).say("S", ReportType.NEW).trade("P", "7");

        assertThat(bracket.take()).containsExactly("resize T 10", "resize S 10");
    }

    @Test
    void sharesAreRoundedDownToTheLotFromTheWholeSoThatPartsAddUp() {
        Lists list = Lists.of(ListType.OTO, "1", "P", "9", "C", "4").say("P", ReportType.NEW);

        assertThat(list.trade("P", "1").take()).as("4/9 of one lot is none").isEmpty();
        assertThat(list.trade("P", "2").take()).containsExactly("activate C 1");
        list.say("C", ReportType.NEW);
        assertThat(list.trade("P", "4").take()).containsExactly("resize C 3");
        list.say("C", ReportType.REPLACED);
        assertThat(list.trade("P", "2").take()).containsExactly("resize C 4");
    }

    @Test
    void whatTheVenueHasNotAcknowledgedIsCorrectedOnceItHas() {
        Lists bracket = bracket().trade("P", "3");
        bracket.take();
        bracket.trade("P", "7");

        assertThat(bracket.owed()).isEmpty();
        assertThat(bracket.say("T", ReportType.NEW).take()).containsExactly("resize T 10");
        assertThat(bracket.say("S", ReportType.NEW).take()).containsExactly("resize S 10");
    }

    @Test
    void aStepThatWouldMeetAWaitingRequestIsTakenOnceThatIsAnswered() {
        Lists bracket = workingBracket("3");
        bracket.trade("P", "2").take();
        bracket.trade("P", "5");

        assertThat(bracket.owed()).as("5 is asked for and not answered").isEmpty();
        assertThat(bracket.say("T", ReportType.REPLACED).take()).containsExactly("resize T 10");
    }

    @Test
    void whatOneSiblingExecutesIsTakenFromTheOther() {
        assertThat(oco().trade("A", "4").take()).containsExactly("resize B 6");
    }

    @Test
    void aSiblingThatHasNothingLeftIsCanceled() {
        assertThat(oco().trade("A", "10").take()).containsExactly("call off B");
    }

    @Test
    void fillsOfBothThatCrossEndBoth() {
        Lists oco = oco().trade("A", "6");
        oco.take();
        oco.trade("B", "4");

        assertThat(oco.take()).as("4 of A are left, and B has executed them").containsExactly("call off A");
        assertThat(oco.say("B", ReportType.REPLACED).take())
                .as("replaced to the 4 it had executed")
                .isEmpty();
        assertThat(oco.order("B").ordStatus()).isEqualTo(OrdStatus.FILLED);
    }

    @Test
    void aBustGivesBackToTheSiblingThatStillWorks() {
        Lists oco = oco().trade("A", "4");
        oco.take();
        oco.say("B", ReportType.REPLACED).bust("A", "4");

        assertThat(oco.take()).containsExactly("resize B 10");
    }

    @Test
    void aSiblingThatEndsUnexecutedLeavesTheOtherAsItIs() {
        assertThat(oco().say("A", ReportType.REJECTED).owed()).isEmpty();
        assertThat(workingBracket("10").say("T", ReportType.CANCELED).owed())
                .as("a stop does not vanish because its take-profit did")
                .isEmpty();
        assertThat(workingBracket("10").say("T", ReportType.EXPIRED).owed()).isEmpty();
    }

    @Test
    void aParentThatEndsUnfilledEndsItsChildren() {
        for (ReportType end : List.of(ReportType.CANCELED, ReportType.REJECTED, ReportType.EXPIRED)) {
            Lists bracket = bracket().say("P", end);
            assertThat(bracket.take()).containsExactly("call off T", "call off S");
            assertThat(bracket.order("T").ordStatus()).isEqualTo(OrdStatus.CANCELED);
            assertThat(bracket.owed()).isEmpty();
        }
    }

    @Test
    void aParentThatEndsPartFilledLeavesItsChildrenTheirShare() {
        assertThat(workingBracket("3").say("P", ReportType.CANCELED).owed()).isEmpty();
    }

    @Test
    void aLateFillOfAParentMakesItsChildrenMore() {
        Lists bracket = workingBracket("3").say("P", ReportType.CANCELED).trade("P", "2");

        assertThat(bracket.take()).containsExactly("resize T 5", "resize S 5");
    }

    @Test
    void aBustOfTheParentMakesItsChildrenLessAndEndsThemWhereNothingIsLeft() {
        assertThat(workingBracket("10").bust("P", "4").take()).containsExactly("resize T 6", "resize S 6");
        assertThat(workingBracket("3").bust("P", "3").take()).containsExactly("call off T", "call off S");
    }

    @Test
    void anOverfilledParentActivatesNoMoreThanWasPlanned() {
        assertThat(bracket().trade("P", "12").take()).containsExactly("activate T 10", "activate S 10");
    }

    @Test
    void onceABracketHasExitedWhatIsLeftOfTheEntryIsCanceled() {
        Lists bracket = workingBracket("4").trade("T", "4");

        assertThat(bracket.take()).containsExactly("call off P", "call off S");
        assertThat(bracket.trade("P", "1").take())
                .as("it crossed the cancel: the take-profit that has filled gets the rest")
                .containsExactly("resize T 5");
    }

    @Test
    void aPartlyExecutedExitShrinksTheOtherAndStillFollowsTheParent() {
        Lists bracket = workingBracket("4").trade("T", "1");

        assertThat(bracket.take()).containsExactly("resize S 3");
        bracket.say("S", ReportType.REPLACED).trade("P", "6");
        assertThat(bracket.take()).containsExactly("resize T 10", "resize S 9");
    }

    @Test
    void aShrinkThatIsRefusedBecomesACancelAndACancelThatIsRefusedIsNotRepeated() {
        Lists oco = oco().trade("A", "4");
        oco.take();

        assertThat(oco.refuse("B").take()).containsExactly("call off B");
        assertThat(oco.refuse("B").owed()).isEmpty();
        assertThat(oco.trade("A", "1").take())
                .as("something else was executed: it may be asked again")
                .containsExactly("resize B 5");
    }

    @Test
    void aGrowthThatIsRefusedWaitsForTheNextExecution() {
        Lists bracket = workingBracket("3").trade("P", "2");
        bracket.take();

        assertThat(bracket.refuse("T").owed()).isEmpty();
        assertThat(bracket.trade("P", "5").owed()).containsExactly("resize T 10");
    }

    @Test
    void proportionalSiblingsLoseTheShareThatIsExecutedRoundedDownToTheLot() {
        Lists list = Lists.of(ListType.OUO_PROPORTIONAL, "1", "A", "10", "B", "25")
                .say("A", ReportType.NEW)
                .say("B", ReportType.NEW);

        assertThat(list.trade("A", "3").take()).as("25 - 7.5").containsExactly("resize B 17");
    }

    @Test
    void absoluteSiblingsLoseTheQuantityThatIsExecuted() {
        Lists list = Lists.of(ListType.OUO_ABSOLUTE, "1", "A", "10", "B", "25")
                .say("A", ReportType.NEW)
                .say("B", ReportType.NEW);

        assertThat(list.trade("A", "10").take()).containsExactly("resize B 15");
    }

    @Test
    void aCanceledListEndsAllThatIsLeftOfIt() {
        assertThat(bracket().cancelAll().take()).containsExactly("call off P", "call off T", "call off S");
        assertThat(workingBracket("3").cancelAll().take()).containsExactly("call off P", "call off T", "call off S");
    }

    @Test
    void independentChildrenTakeNothingFromEachOther() {
        Lists list = Lists.of(ListType.OTO, "1", "P", "10", "C", "4", "D", "6").trade("P", "10");
        list.take();

        assertThat(list.say("C", ReportType.NEW)
                        .say("D", ReportType.NEW)
                        .trade("C", "4")
                        .owed())
                .isEmpty();
    }

    /** Whatever happens in whatever order, taking what is owed settles the list, and the siblings never ask for too much. */
    @ParameterizedTest
    @EnumSource(ListType.class)
    void everySequenceSettlesAndLeavesNoSiblingMoreThanItsShare(ListType type) {
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            Lists lists = Lists.of(type, "1", "P", "10", "T", "10", "S", "10");
            for (int step = 0; step < 40; step++) {
                happen(lists, random);
                lists.take();
                assertThat(lists.owed()).as("seed %d, step %d", seed, step).isEmpty();
                for (ListMember member : lists.list().siblings()) {
                    check(lists, member, "seed " + seed + ", step " + step);
                }
            }
        }
    }

    private static void happen(Lists lists, Random random) {
        String name = List.of("P", "T", "S").get(random.nextInt(3));
        if (lists.order(name).isHeld()) {
            return;
        }
        switch (random.nextInt(10)) {
            case 0 -> lists.cancel(name);
            case 1 -> {
                if (lists.order(name).pending() != null) {
                    lists.refuse(name);
                }
            }
            case 2 -> {
                if (lists.order(name).cumQty().compareTo(BigDecimal.ONE) >= 0) {
                    lists.bust(name, "1");
                }
            }
            case 3 -> lists.tell(name, ReportType.CANCELED, null, null);
            case 4, 5 -> lists.tell(name, ReportType.REPLACED, null, null);
            case 6, 7 -> lists.tell(name, ReportType.NEW, null, null);
            default -> {
                if (!lists.order(name).isClosed()) {
                    lists.trade(name, Integer.toString(1 + random.nextInt(3)));
                }
            }
        }
    }

    private static void check(Lists lists, ListMember member, String when) {
        var order = lists.order(member.seqNo() == 1 ? "P" : member.seqNo() == 2 ? "T" : "S");
        boolean settled = !order.isHeld() && !order.isClosed() && order.pending() == null && member.refused() == null;
        if (settled && order.venueStatus() != OrdStatus.PENDING_NEW) {
            assertThat(order.orderQty())
                    .as("%s: %s", when, order.clOrdId())
                    .isEqualByComparingTo(ListRules.entitled(
                                    lists.list(),
                                    member,
                                    id -> List.of("P", "T", "S").stream()
                                            .map(lists::order)
                                            .filter(it -> it.orderId().equals(id))
                                            .findFirst()
                                            .orElseThrow(),
                                    BigDecimal.ONE)
                            .max(order.cumQty()));
        }
    }
}
