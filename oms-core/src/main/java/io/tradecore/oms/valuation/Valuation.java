package io.tradecore.oms.valuation;

import io.tradecore.ledger.MinorUnits;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.position.SettledPosition;
import java.math.BigDecimal;

/** Values positions at the hot quotes, however old these are: judging their age is the reader's. Safe for use by many threads. */
public final class Valuation {
    private final Instruments instruments;
    private final HotQuotes quotes;

    public Valuation(Instruments instruments, HotQuotes quotes) {
        this.instruments = instruments;
        this.quotes = quotes;
    }

    /** A position that is not settled daily. */
    public PositionValue value(Position position) {
        return value(new SettledPosition(position, null));
    }

    /**
     * A position at its mark, in the currency its instrument settles in. What is unrealised counts from the settlement basis on, where
     * there is one: what it gained up to there is in the cash already.
     */
    public PositionValue value(SettledPosition settled) {
        Position position = settled.position();
        Instrument instrument = instruments.bySymbol(position.symbol());
        String currency = instrument == null ? null : instrument.contract().settlCurrency();
        BigDecimal from = settled.unpaid().avgPx();
        if (from == null) {
            return new PositionValue(position, currency, null, null, null, null, null);
        }
        Quote quote = quotes.quote(position.symbol());
        BigDecimal mark = quote == null ? null : position.qty().signum() > 0 ? quote.bidPx() : quote.askPx();
        if (instrument == null || quote == null || mark == null || !tellsValue(instrument, mark)) {
            Missing missing =
                    instrument == null ? Missing.instrument(position.symbol()) : Missing.quote(position.symbol());
            return new PositionValue(position, currency, null, null, null, null, missing);
        }
        Payoff payoff = instrument.payoff();
        int scale = instrument.contract().settlScale();
        return new PositionValue(
                position,
                currency,
                mark,
                quote.quoteTime(),
                MinorUnits.round(payoff.gain(position.qty(), from, mark), scale),
                MinorUnits.round(payoff.value(position.qty(), mark), scale),
                null);
    }

    /** What an inverse instrument is worth is a quotient: a price of nothing tells nothing of it. */
    private static boolean tellsValue(Instrument instrument, BigDecimal mark) {
        return !instrument.payoff().inverse() || mark.signum() > 0;
    }
}
