package io.tradecore.ops.drill;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

/** Says whether a fall of the market ended as it must, and whether two of them ended the same. */
final class StopOutJudge {

    private StopOutJudge() {}

    /** The accounts that would stand below their level at the bottom had nobody closed anything. */
    static Set<UUID> under(Ending ending) {
        return where(ending.before().values(), standing -> standing.isBelow(ending.quotes()));
    }

    /** What is wrong with an end, by what should have been; empty when all is as it must be. */
    static List<String> problems(Ending ending) {
        Set<UUID> under = under(ending);
        List<String> problems = new ArrayList<>();
        none(problems, "fell below their level and were not liquidated", without(under, ending.liquidated()));
        none(problems, "were liquidated and never fell below their level", without(ending.liquidated(), under));
        none(problems, "have a liquidation that has not ended", ending.unfinished());
        none(
                problems,
                "are below their level at the end and not flat",
                where(ending.after().values(), standing -> standing.isBelow(ending.quotes())));
        none(problems, "had a position that was taken to its other side", ending.flipped());
        none(problems, "had cash below zero without a break", without(ending.negative(), ending.raised()));
        none(problems, "have a break without cash below zero", without(ending.raised(), ending.negative()));
        none(
                problems,
                "were liquidated and have orders that may open something",
                both(ending.opening(), ending.liquidated()));
        none(
                problems,
                "were not liquidated and are not as they were",
                where(
                        ending.after().values(),
                        standing -> !ending.liquidated().contains(standing.accountId())
                                && !standing.equals(before(ending, standing))));
        none(
                problems,
                "hold more than before, or something else",
                where(ending.after().values(), standing -> !isWithin(standing, before(ending, standing))));
        if (ending.steps() != ending.orders()) {
            problems.add("stop-outs sent " + ending.steps() + " orders, there are " + ending.orders());
        }
        if (ending.doubled() != 0) {
            problems.add(
                    ending.doubled() + " orders of stop-outs are there twice, or executed for more than was asked");
        }
        if (ending.takenTwice() != 0) {
            problems.add("the venue took " + ending.takenTwice() + " orders or ExecIDs twice");
        }
        return problems;
    }

    /**
     * What of two ends must be the same and is not: who was liquidated, and what everybody else holds and has. How much was closed of a position
     * and at what price depends on when somebody looked, and so does whether one or all of several positions were closed; of an account that
     * closes whole positions and has one, nothing is left either way.
     *
     * @param closesWhole the accounts that close whole positions
     */
    static List<String> differences(Ending one, Ending other, Set<UUID> closesWhole) {
        List<String> differences = new ArrayList<>();
        none(differences, "stood otherwise before", differing(one.before(), other.before()));
        if (!one.quotes().equals(other.quotes())) {
            differences.add("the quotes stand still at other prices: " + one.quotes() + " and " + other.quotes());
        }
        none(differences, "were liquidated in one run alone", apart(one.liquidated(), other.liquidated()));
        Set<UUID> ended = new TreeSet<>(differing(one.after(), other.after()));
        ended.removeIf(one.liquidated()::contains);
        none(differences, "were never liquidated and ended otherwise", ended);
        Set<UUID> flat = apart(
                where(one.after().values(), Standing::isFlat),
                where(other.after().values(), Standing::isFlat));
        flat.removeIf(account -> !closesWhole.contains(account)
                || of(one.before(), account).held().size() > 1);
        none(differences, "close their one position whole, and are flat in one run alone", flat);
        return differences;
    }

    private static Standing before(Ending ending, Standing after) {
        return of(ending.before(), after.accountId());
    }

    private static Standing of(Map<UUID, Standing> standings, UUID account) {
        return Objects.requireNonNull(standings.get(account), "no account " + account);
    }

    /** Whether every position is one of those before, on its side and no larger. */
    private static boolean isWithin(Standing after, Standing before) {
        return after.held().stream()
                .allMatch(now -> before.held().stream()
                        .anyMatch(then -> then.symbol().equals(now.symbol())
                                && then.leg().equals(now.leg())
                                && then.qty().signum() == now.qty().signum()
                                && then.qty().abs().compareTo(now.qty().abs()) >= 0));
    }

    private static Set<UUID> where(Collection<Standing> standings, Predicate<Standing> is) {
        Set<UUID> found = new TreeSet<>();
        standings.stream().filter(is).map(Standing::accountId).forEach(found::add);
        return found;
    }

    private static Set<UUID> differing(Map<UUID, Standing> one, Map<UUID, Standing> other) {
        Set<UUID> differing = apart(one.keySet(), other.keySet());
        new TreeMap<>(one).forEach((account, standing) -> {
            if (!standing.equals(other.get(account))) {
                differing.add(account);
            }
        });
        return differing;
    }

    private static Set<UUID> without(Set<UUID> all, Set<UUID> those) {
        Set<UUID> left = new TreeSet<>(all);
        left.removeAll(those);
        return left;
    }

    private static Set<UUID> both(Set<UUID> one, Set<UUID> other) {
        Set<UUID> both = new TreeSet<>(one);
        both.retainAll(new HashSet<>(other));
        return both;
    }

    private static Set<UUID> apart(Set<UUID> one, Set<UUID> other) {
        Set<UUID> apart = without(one, other);
        apart.addAll(without(other, one));
        return apart;
    }

    private static void none(List<String> problems, String what, Set<UUID> accounts) {
        if (!accounts.isEmpty()) {
            problems.add(accounts.size() + " accounts " + what + ", such as "
                    + accounts.iterator().next());
        }
    }
}
