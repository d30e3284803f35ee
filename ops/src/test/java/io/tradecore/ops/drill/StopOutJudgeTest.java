package io.tradecore.ops.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ops.market.Touch;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StopOutJudgeTest {

    private static final UUID FALLEN = new UUID(1, 1);
    private static final UUID OTHER = new UUID(1, 2);

    private static Map<UUID, Standing> standings(Standing... all) {
        Map<UUID, Standing> standings = new TreeMap<>();
        for (Standing standing : all) {
            standings.put(standing.accountId(), standing);
        }
        return standings;
    }

    /** An end that is as it must be, which a test changes one thing of. */
    private static final class Draft {
        private Map<String, Touch> quotes = quotes("80");
        private Map<UUID, Standing> before = standings(
                StandingTest.standing(1, "230", "A NET 10 100"), StandingTest.standing(2, "500", "A NET 10 100"));
        private Map<UUID, Standing> after = standings(
                StandingTest.standing(1, "130", "A NET 5 100"), StandingTest.standing(2, "500", "A NET 10 100"));
        private Set<UUID> liquidated = Set.of(FALLEN);
        private Set<UUID> unfinished = Set.of();
        private Set<UUID> flipped = Set.of();
        private Set<UUID> negative = Set.of();
        private Set<UUID> raised = Set.of();
        private Set<UUID> opening = Set.of(OTHER);
        private long orders = 3;
        private long doubled;
        private long takenTwice;

        private static Map<String, Touch> quotes(String bid) {
            BigDecimal px = new BigDecimal(bid);
            return Map.of("A", new Touch("A", px, BigDecimal.ONE, px.add(BigDecimal.ONE), BigDecimal.ONE));
        }

        Ending ending() {
            return new Ending(
                    quotes,
                    before,
                    after,
                    liquidated,
                    unfinished,
                    flipped,
                    negative,
                    raised,
                    opening,
                    3,
                    orders,
                    doubled,
                    takenTwice);
        }
    }

    private static void assertProblem(Consumer<Draft> change, String problem) {
        Draft draft = new Draft();
        change.accept(draft);
        assertThat(StopOutJudge.problems(draft.ending()))
                .singleElement()
                .asString()
                .contains(problem);
    }

    private static void assertDifference(Consumer<Draft> change, String difference) {
        Draft draft = new Draft();
        change.accept(draft);
        assertThat(StopOutJudge.differences(new Draft().ending(), draft.ending(), Set.of(FALLEN)))
                .singleElement()
                .asString()
                .contains(difference);
    }

    @Test
    void anEndAsItMustBeHasNoProblem() {
        assertThat(StopOutJudge.under(new Draft().ending())).containsExactly(FALLEN);
        assertThat(StopOutJudge.problems(new Draft().ending())).isEmpty();
    }

    @Test
    void exactlyAtItsLevelIsNotBelow() {
        Draft draft = new Draft();
        // 120 less 100 of 40 in use.
        draft.after.put(FALLEN, StandingTest.standing(1, "120", "A NET 5 100"));
        assertThat(StopOutJudge.problems(draft.ending())).isEmpty();
        assertProblem(
                d -> d.after.put(FALLEN, StandingTest.standing(1, "119.99", "A NET 5 100")), "are below their level");
    }

    @Test
    void everyOneOfTheRulesIsAProblemOfItsOwn() {
        assertProblem(
                draft -> draft.before.put(OTHER, StandingTest.standing(2, "500", "A NET 11 100")), "not as they were");
        assertProblem(draft -> draft.unfinished = Set.of(FALLEN), "has not ended");
        assertProblem(draft -> draft.flipped = Set.of(FALLEN), "to its other side");
        assertProblem(draft -> draft.negative = Set.of(FALLEN), "without a break");
        assertProblem(draft -> draft.raised = Set.of(FALLEN), "without cash below zero");
        assertProblem(draft -> draft.opening = Set.of(FALLEN, OTHER), "may open something");
        assertProblem(draft -> draft.orders = 4, "stop-outs sent 3 orders, there are 4");
        assertProblem(draft -> draft.doubled = 1, "there twice");
        assertProblem(draft -> draft.takenTwice = 2, "the venue took 2");
        assertProblem(
                draft -> draft.after.put(FALLEN, StandingTest.standing(1, "600", "A NET -5 100")), "something else");
        assertProblem(draft -> draft.after.put(FALLEN, StandingTest.standing(1, "500", "A NET 11 100")), "hold more");
    }

    @Test
    void whoWasLiquidatedIsWhoFellBelow() {
        assertProblem(
                draft -> {
                    draft.liquidated = Set.of(FALLEN, OTHER);
                    draft.opening = Set.of();
                },
                "never fell below");
        Draft nobody = new Draft();
        nobody.liquidated = Set.of();
        assertThat(StopOutJudge.problems(nobody.ending()))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("were not liquidated, such"))
                .anyMatch(problem -> problem.contains("not as they were"));
    }

    @Test
    void howMuchOfAPositionIsLeftMayDiffer() {
        Draft draft = new Draft();
        draft.after.put(FALLEN, StandingTest.standing(1, "125", "A NET 4 100"));
        assertThat(StopOutJudge.differences(new Draft().ending(), draft.ending(), Set.of()))
                .isEmpty();
    }

    @Test
    void whatMustNotDifferIsTold() {
        assertDifference(draft -> draft.quotes = Draft.quotes("79"), "stand still at other prices");
        assertDifference(
                draft -> draft.before.put(OTHER, StandingTest.standing(2, "501", "")), "stood otherwise before");
        assertDifference(draft -> draft.liquidated = Set.of(FALLEN, OTHER), "in one run alone");
        assertDifference(
                draft -> draft.after.put(OTHER, StandingTest.standing(2, "501", "A NET 10 100")), "ended otherwise");
        assertDifference(draft -> draft.after.put(FALLEN, StandingTest.standing(1, "30", "")), "flat in one run alone");
    }
}
