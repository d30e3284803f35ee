package io.tradecore.oms.pipeline;

import io.tradecore.ledger.MinorUnits;
import io.tradecore.oms.execution.Commission;
import io.tradecore.oms.execution.Execution;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.pipeline.AccountState.ExecKey;
import io.tradecore.oms.position.ActPart;
import io.tradecore.oms.position.InstrumentAct;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.position.SettledPosition;
import io.tradecore.oms.position.SplitPosition;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An account's executions of one instrument, with what busts and corrections have made of them. */
final class LiveExecutions {

    private final List<Execution> trades;
    private final Map<ExecKey, Execution> byKey = new HashMap<>();
    private final Map<ExecKey, Execution> successors = new HashMap<>();

    private LiveExecutions(List<Execution> executions) {
        this.trades = executions.stream()
                .filter(execution -> execution.kind() == Execution.Kind.TRADE)
                .sorted(Comparator.comparingLong(Execution::eventSeq))
                .toList();
        for (Execution execution : executions) {
            byKey.put(new ExecKey(execution.venueId(), execution.execId()), execution);
            if (execution.execRefId() != null) {
                successors.put(new ExecKey(execution.venueId(), execution.execRefId()), execution);
            }
        }
    }

    /** The same with a bust or a correction taken in. */
    LiveExecutions with(Execution amendment) {
        List<Execution> all = new ArrayList<>(byKey.values());
        all.add(amendment);
        return new LiveExecutions(all);
    }

    static LiveExecutions of(Collection<Execution> executions, String symbol) {
        return new LiveExecutions(executions.stream()
                .filter(execution -> execution.symbol().equals(symbol))
                .toList());
    }

    /** What an execution has become: itself, its latest correction or its bust; null where there is no such execution. */
    @Nullable
    Execution last(String venueId, String execId) {
        Execution last = byKey.get(new ExecKey(venueId, execId));
        Execution next = last;
        while (next != null) {
            last = next;
            next = successors.get(new ExecKey(venueId, next.execId()));
        }
        return last;
    }

    /** Whether an execution was superseded by that later one, directly or by way of others. */
    boolean leadsTo(String venueId, String execId, String laterExecId) {
        Execution next = successors.get(new ExecKey(venueId, execId));
        while (next != null && !next.execId().equals(laterExecId)) {
            next = successors.get(new ExecKey(venueId, next.execId()));
        }
        return next != null;
    }

    /**
     * What the live executions come to.
     *
     * @param paidOut what splits have paid out for less than a lot, as posted for each; negative: taken in
     */
    record Replayed(SettledPosition settled, BigDecimal paidOut) {

        /** Those taken in the instrument. */
        BigDecimal fees() {
            return settled.position().fees();
        }
    }

    /**
     * The position that the live executions make, each in the place of the trade it began as, and acts in theirs. Of its fees
     * it has those that were taken in the instrument: what is posted of the others is told by the orders' totals.
     *
     * @param acts what the position has passed through, in their order
     * @param charged what venues have charged for executions; null where they told nothing
     */
    Replayed replay(
            Instrument instrument, Leg leg, List<ActPart> acts, Function<Execution, @Nullable Commission> charged) {
        Position flat = Position.flat(instrument.symbol(), leg);
        Replayed replayed = new Replayed(new SettledPosition(flat, null), BigDecimal.ZERO);
        Deque<ActPart> due = new ArrayDeque<>(acts);
        for (Execution trade : trades) {
            replayed = through(due, trade.eventSeq(), replayed, instrument);
            Execution live = last(trade.venueId(), trade.execId());
            if (live != null && live.kind() != Execution.Kind.TRADE_CANCEL) {
                BigDecimal inKind = Commission.inKind(charged.apply(live), instrument);
                replayed = new Replayed(
                        traded(replayed.settled(), trade, live, inKind, instrument, acts), replayed.paidOut());
            }
        }
        return through(due, Long.MAX_VALUE, replayed, instrument);
    }

    /** What puts a trade right is told in the units of its own time; it counts in those of the trade's. */
    private static SettledPosition traded(
            SettledPosition position,
            Execution trade,
            Execution live,
            BigDecimal inKind,
            Instrument instrument,
            List<ActPart> acts) {
        BigDecimal lastQty = live.lastQty();
        BigDecimal lastPx = live.lastPx();
        BigDecimal feeQty = inKind;
        for (ActPart part : acts) {
            lastQty = part.qtyBack(trade.eventSeq(), live.eventSeq(), lastQty);
            lastPx = part.pxBack(trade.eventSeq(), live.eventSeq(), lastPx);
            feeQty = part.qtyBack(trade.eventSeq(), live.eventSeq(), feeQty);
        }
        Payoff payoff = instrument.payoff();
        return position.trade(live.side(), lastQty, lastPx, payoff, BigDecimal.ZERO)
                .feeInKind(feeQty, lastPx, payoff);
    }

    /** Passes through the acts of before this order event. */
    private static Replayed through(Deque<ActPart> due, long eventSeq, Replayed before, Instrument instrument) {
        Replayed replayed = before;
        while (!due.isEmpty() && Objects.requireNonNull(due.getFirst().booked()).eventSeq() < eventSeq) {
            replayed = after(due.removeFirst().act().terms(), replayed, instrument);
        }
        return replayed;
    }

    private static Replayed after(InstrumentAct.Terms act, Replayed before, Instrument instrument) {
        SettledPosition settled = before.settled();
        return switch (act) {
            case InstrumentAct.Split split -> {
                SplitPosition after =
                        SplitPosition.of(settled.position(), split, instrument.lotSize(), instrument.payoff());
                BigDecimal paid =
                        MinorUnits.round(after.cash(), instrument.contract().settlScale());
                yield new Replayed(
                        settled.split(after.position(), split.ratio()),
                        before.paidOut().add(paid));
            }
            case InstrumentAct.Settlement(BigDecimal px) -> new Replayed(settled.settle(px), before.paidOut());
            case InstrumentAct.Funding _, InstrumentAct.Dividend _ -> before;
        };
    }
}
