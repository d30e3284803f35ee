package io.tradecore.api.query;

import io.tradecore.api.sql.Sql;
import io.tradecore.oms.execution.Commission;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.position.ActPart;
import io.tradecore.oms.position.InstrumentAct;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.position.SplitPosition;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes positions anew from executions in the order they were booked: each trade in its place, as what it has become by busts
 * and corrections, which are told first, and splits in theirs, which are told first as well. Not safe for use by several threads.
 */
final class PositionReplay {
    private static final String TRADE = "TRADE";
    private static final String BUST = "TRADE_CANCEL";

    private record ExecKey(String venueId, String execId) {}

    /** What took the place of an execution. */
    private record Revision(
            ExecKey key,
            boolean isBust,
            Side side,
            BigDecimal lastQty,
            BigDecimal lastPx,
            @Nullable Commission commission,
            long seq) {

        static Revision of(ResultSet row) throws SQLException {
            BigDecimal commission = Sql.decimalOrNull(row, "commission");
            return new Revision(
                    PositionReplay.key(row),
                    Sql.text(row, "exec_type").equals(BUST),
                    Side.valueOf(Sql.text(row, "side")),
                    Sql.decimal(row, "last_qty"),
                    Sql.decimal(row, "last_px"),
                    commission == null ? null : new Commission(commission, Sql.text(row, "comm_currency")),
                    row.getLong("event_seq"));
        }
    }

    private record LegKey(String symbol, Leg leg) {}

    /** @param foreign whether it has fees in third currencies: which rates of them were known when is not told */
    private record Replayed(
            Position position, boolean foreign, @Nullable Instant updatedAt) {}

    private final Instruments instruments;
    private final Map<ExecKey, Revision> revisions = new HashMap<>();
    private final Map<String, List<ActPart>> splits = new HashMap<>();
    private final Map<String, Deque<ActPart>> splitsToCome = new HashMap<>();
    private final Map<LegKey, Replayed> positions =
            new TreeMap<>(Comparator.comparing(LegKey::symbol).thenComparing(LegKey::leg));

    PositionReplay(Instruments instruments) {
        this.instruments = instruments;
    }

    /** There is a position in the instrument, perhaps later only. */
    void begin(ResultSet row) throws SQLException {
        LegKey key = new LegKey(Sql.text(row, "symbol"), Leg.valueOf(Sql.text(row, "leg")));
        positions.put(key, flat(key));
    }

    private static Replayed flat(LegKey key) {
        return new Replayed(Position.flat(key.symbol(), key.leg()), false, null);
    }

    private static Leg leg(ResultSet row) throws SQLException {
        String effect = Sql.textOrNull(row, "position_effect");
        return Leg.of(Side.valueOf(Sql.text(row, "side")), effect == null ? null : PositionEffect.valueOf(effect));
    }

    /** Takes in an act on the position, in the order they were booked; a settlement moves no average. */
    void act(ActPart part) {
        String symbol = part.act().symbol();
        splits.computeIfAbsent(symbol, _ -> new ArrayList<>()).add(part);
        splitsToCome.computeIfAbsent(symbol, _ -> new ArrayDeque<>()).add(part);
    }

    private void splitBefore(String symbol, long seq) {
        Deque<ActPart> due = splitsToCome.getOrDefault(symbol, new ArrayDeque<>());
        Instrument instrument = instruments.bySymbol(symbol);
        while (!due.isEmpty() && Objects.requireNonNull(due.getFirst().booked()).eventSeq() < seq) {
            ActPart part = due.removeFirst();
            if (instrument != null && part.act().terms() instanceof InstrumentAct.Split split) {
                split(instrument, split, part.act().effectiveAt());
            }
        }
    }

    private void split(Instrument instrument, InstrumentAct.Split split, Instant effectiveAt) {
        for (Leg leg : Leg.values()) {
            positions.computeIfPresent(
                    new LegKey(instrument.symbol(), leg),
                    (_, before) -> new Replayed(
                            SplitPosition.of(before.position(), split, instrument.lotSize(), instrument.payoff())
                                    .position(),
                            before.foreign(),
                            effectiveAt));
        }
    }

    /** Takes in a bust or a correction. */
    void revise(ResultSet row) throws SQLException {
        revisions.put(new ExecKey(Sql.text(row, "venue_id"), Sql.text(row, "exec_ref_id")), Revision.of(row));
    }

    /** Takes in an execution. The fees of a bust or a correction are the difference it made. */
    void replay(ResultSet row) throws SQLException {
        String symbol = Sql.text(row, "symbol");
        long seq = row.getLong("event_seq");
        splitBefore(symbol, seq);
        LegKey key = new LegKey(symbol, leg(row));
        Replayed before = positions.getOrDefault(key, flat(key));
        BigDecimal fee = Sql.decimal(row, "fee");
        Position after = before.position();
        boolean foreign = before.foreign();
        Revision live = Sql.text(row, "exec_type").equals(TRADE) ? live(row) : null;
        if (live != null && !live.isBust()) {
            BigDecimal lastQty = live.lastQty();
            BigDecimal lastPx = live.lastPx();
            BigDecimal feeQty = inKind(live, symbol);
            for (ActPart part : splits.getOrDefault(symbol, List.of())) {
                lastQty = part.qtyBack(seq, live.seq(), lastQty);
                lastPx = part.pxBack(seq, live.seq(), lastPx);
                feeQty = part.qtyBack(seq, live.seq(), feeQty);
            }
            after = after.trade(live.side(), lastQty, lastPx, payoff(symbol), BigDecimal.ZERO)
                    .feeInKind(feeQty, lastPx, payoff(symbol));
            foreign |= isForeign(live.commission(), symbol);
        }
        after = after.withFees(after.fees().add(fee));
        positions.put(key, new Replayed(after, foreign, Sql.time(row, "recorded_at")));
    }

    /** What a trade has become: itself, its latest correction or its bust. */
    private Revision live(ResultSet row) throws SQLException {
        Revision live = Revision.of(row);
        Revision next = revisions.get(live.key());
        while (next != null) {
            live = next;
            next = revisions.get(live.key());
        }
        return live;
    }

    private BigDecimal inKind(Revision live, String symbol) {
        Instrument instrument = instruments.bySymbol(symbol);
        return instrument == null ? BigDecimal.ZERO : Commission.inKind(live.commission(), instrument);
    }

    private boolean isForeign(@Nullable Commission commission, String symbol) {
        Instrument instrument = instruments.bySymbol(symbol);
        return commission != null
                && commission.amount().signum() != 0
                && (instrument == null || commission.isForeign(instrument));
    }

    private Payoff payoff(String symbol) {
        Instrument instrument = instruments.bySymbol(symbol);
        return instrument == null ? Payoff.linear(BigDecimal.ONE) : instrument.payoff();
    }

    private static ExecKey key(ResultSet row) throws SQLException {
        return new ExecKey(Sql.text(row, "venue_id"), Sql.text(row, "exec_id"));
    }

    /** By symbol, without a mark: quotes of that time are not kept. */
    List<PositionView> positions() {
        splits.keySet().forEach(symbol -> splitBefore(symbol, Long.MAX_VALUE));
        List<PositionView> views = new ArrayList<>();
        positions
                .values()
                .forEach(replayed -> views.add(PositionView.unmarked(
                        replayed.position(),
                        replayed.foreign() ? null : replayed.position().fees(),
                        replayed.updatedAt())));
        return views;
    }
}
