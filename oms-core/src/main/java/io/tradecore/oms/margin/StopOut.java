package io.tradecore.oms.margin;

import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.margin.MarginBook.Exposure;
import io.tradecore.oms.position.Position;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Chooses what a stop-out closes: the position that has lost most, and of it what the account's mode asks for. */
public final class StopOut {

    /** The position that has lost most comes first; of two that have lost the same, the first by name. */
    public static final Comparator<MarginState.Line> LARGEST_LOSS_FIRST = Comparator.comparing(
                    MarginState.Line::unrealised)
            .thenComparing(line -> line.position().symbol())
            .thenComparing(line -> line.position().leg());

    private final Marking marking;
    private final MarginBook book;

    /** @param marking which takes stale quotes as they are */
    public StopOut(Marking marking, MarginBook book) {
        this.marking = marking;
        this.book = book;
    }

    /**
     * How much of a position, which can be marked, is closed in one order, in whole lots: no more than is free, and than its
     * instrument takes in one order. Nothing where that is less than a lot.
     *
     * @param free what of the position no open order may close
     */
    public BigDecimal quantity(Position position, BigDecimal free) {
        Instrument instrument = Objects.requireNonNull(marking.instrument(position.symbol()));
        BigInteger most = mostLots(position, free, instrument);
        if (most.signum() <= 0) {
            return BigDecimal.ZERO;
        }
        BigInteger lots = switch (book.settings().liquidationMode()) {
            case WHOLE_POSITION -> most;
            case LEAST_QUANTITY -> least(position, most, instrument);
        };
        return instrument.lotSize().multiply(new BigDecimal(lots));
    }

    private BigInteger mostLots(Position position, BigDecimal free, Instrument instrument) {
        BigDecimal px = Objects.requireNonNull(marking.closingPx(position));
        BigDecimal most = position.qty().abs().min(free).min(instrument.maxOrderQty());
        BigDecimal lotValue =
                instrument.payoff().value(instrument.lotSize(), px).abs();
        BigInteger lots = lots(most, instrument);
        return lotValue.signum() == 0
                ? lots
                : lots.min(instrument
                        .maxOrderNotional()
                        .divideToIntegralValue(lotValue)
                        .toBigInteger());
    }

    /** The fewest that restore the level, or the most where none do. */
    private BigInteger least(Position position, BigInteger most, Instrument instrument) {
        for (BigInteger bound : List.of(neutral(position, instrument).min(most), most)) {
            if (restores(position, bound, instrument)) {
                BigInteger low = BigInteger.ONE;
                BigInteger high = bound;
                while (low.compareTo(high) < 0) {
                    BigInteger middle = low.add(high).shiftRight(1);
                    if (restores(position, middle, instrument)) {
                        high = middle;
                    } else {
                        low = middle.add(BigInteger.ONE);
                    }
                }
                return high;
            }
        }
        return most;
    }

    /** How many lots of a leg leave nothing of the net: what is closed beyond takes margin again. Of another position all. */
    private BigInteger neutral(Position position, Instrument instrument) {
        Exposure exposure = Objects.requireNonNull(book.exposure(position.symbol()));
        BigDecimal net = exposure.qty();
        BigDecimal bound = net.signum() == position.qty().signum()
                ? net.abs().min(position.qty().abs())
                : position.qty().abs();
        return lots(bound, instrument).max(BigInteger.ONE);
    }

    private boolean restores(Position position, BigInteger lots, Instrument instrument) {
        BigDecimal qty = instrument.lotSize().multiply(new BigDecimal(lots));
        return marking.state(marking.closed(book, position, qty)) instanceof MarginState.Known after
                && !after.isBelow(book.settings().restoreLevel());
    }

    private static BigInteger lots(BigDecimal quantity, Instrument instrument) {
        return quantity.divide(instrument.lotSize(), 0, RoundingMode.FLOOR).toBigInteger();
    }
}
