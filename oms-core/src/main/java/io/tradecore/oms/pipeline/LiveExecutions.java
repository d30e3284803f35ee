package io.tradecore.oms.pipeline;

import io.tradecore.oms.execution.Execution;
import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.pipeline.AccountState.ExecKey;
import io.tradecore.oms.position.Position;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
     * The position that the live executions make, each in the place of the trade it began as.
     *
     * @param fees of the position: what is posted of them is told by the orders' totals
     */
    Position position(String symbol, Payoff payoff, BigDecimal fees) {
        Position position = Position.flat(symbol);
        for (Execution trade : trades) {
            Execution live = last(trade.venueId(), trade.execId());
            if (live != null && live.kind() != Execution.Kind.TRADE_CANCEL) {
                position = position.trade(live.side(), live.lastQty(), live.lastPx(), payoff, BigDecimal.ZERO);
            }
        }
        return position.withFees(fees);
    }
}
