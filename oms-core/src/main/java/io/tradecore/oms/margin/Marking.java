package io.tradecore.oms.margin;

import io.tradecore.ledger.MinorUnits;
import io.tradecore.oms.instrument.HotQuotes;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.MarginTerms.Netting;
import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.margin.MarginBook.Exposure;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.valuation.Freshness;
import io.tradecore.oms.valuation.Missing;
import io.tradecore.oms.valuation.QuotesAtOnce;
import io.tradecore.oms.valuation.Rate;
import io.tradecore.oms.valuation.RatePair;
import io.tradecore.oms.valuation.Rates;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One look at the market, by which any number of accounts are marked: a quote is read once. For use by one thread.
 *
 * <p>A long is marked at the bid, a short at the ask. A quote that is older than orders are judged by counts against the account by a
 * haircut; where there is none at all there is no figure. Cash of another currency than the account's counts less a haircut of its own.
 */
public final class Marking {
    private final Instruments instruments;
    private final QuotesAtOnce quotes;
    private final Collection<RatePair> pairs;
    private final Rates rates;
    private final Freshness freshness;
    private final BigDecimal staleHaircut;
    private final Map<String, Mark> marks = new HashMap<>();
    private final Map<String, Map<String, Conversion>> conversions = new HashMap<>();

    /**
     * @param freshness from when on a quote is stale
     * @param staleHaircut share by which a stale quote counts against the account, from 0 to below 1
     */
    public Marking(
            Instruments instruments,
            HotQuotes quotes,
            Collection<RatePair> pairs,
            Freshness freshness,
            BigDecimal staleHaircut) {
        this(instruments, new QuotesAtOnce(quotes), pairs, freshness, staleHaircut);
    }

    private Marking(
            Instruments instruments,
            QuotesAtOnce quotes,
            Collection<RatePair> pairs,
            Freshness freshness,
            BigDecimal staleHaircut) {
        this.instruments = instruments;
        this.quotes = quotes;
        this.pairs = pairs;
        this.rates = new Rates(pairs, quotes);
        this.freshness = freshness;
        this.staleHaircut = staleHaircut;
    }

    /** The same look, stale quotes taken as they are: nobody's positions are closed because a feed is silent. */
    public Marking withoutStaleHaircut() {
        return new Marking(instruments, quotes, pairs, freshness, BigDecimal.ZERO);
    }

    /** An instrument at its quote, or what is missing of it. */
    private sealed interface Mark {

        /** @param terms what margin it takes */
        record Known(Instrument instrument, MarginTerms terms, BigDecimal bidPx, BigDecimal askPx, boolean stale)
                implements Mark {

            /** What so much of it, signed, would close at. */
            BigDecimal px(int signum) {
                return signum < 0 ? askPx : bidPx;
            }
        }

        record Unknown(Missing why) implements Mark {}
    }

    /** What amounts of an asset come to in a base currency, or why that cannot be told. */
    private sealed interface Conversion {

        record Known(BigDecimal bid, BigDecimal ask, List<String> staleQuotes) implements Conversion {

            BigDecimal convert(BigDecimal amount) {
                return amount.multiply(amount.signum() >= 0 ? bid : ask);
            }
        }

        record Unknown(Missing why) implements Conversion {}
    }

    private static final Conversion.Known SAME = new Conversion.Known(BigDecimal.ONE, BigDecimal.ONE, List.of());

    /** How an account stands. */
    public MarginState state(MarginBook book) {
        return new Reckoning(book).state();
    }

    /** What closes a position at its mark, the fee included, does to an account. The position can be marked. */
    MarginBook closed(MarginBook book, Position position, BigDecimal qty) {
        Mark.Known mark = (Mark.Known) mark(position.symbol());
        Instrument instrument = mark.instrument();
        Payoff payoff = instrument.payoff();
        BigDecimal px = mark.px(position.qty().signum());
        BigDecimal signed = position.qty().signum() < 0 ? qty.negate() : qty;
        BigDecimal left = position.qty().subtract(signed);
        BigDecimal avgPx = position.avgPx();
        BigDecimal gain = avgPx == null ? BigDecimal.ZERO : payoff.gain(signed, avgPx, px);
        BigDecimal fee = payoff.value(qty, px).abs().multiply(instrument.feeRate());
        Position after = new Position(
                position.symbol(),
                left,
                left.signum() == 0 ? null : avgPx,
                position.realisedPnl(),
                position.fees(),
                position.leg());
        int scale = instrument.contract().settlScale();
        return book.with(
                after,
                instrument.contract().settlCurrency(),
                MinorUnits.round(gain, scale).subtract(MinorUnits.round(fee, scale)));
    }

    /** What a position would close at; null where it cannot be marked. */
    public @Nullable BigDecimal closingPx(Position position) {
        return mark(position.symbol()) instanceof Mark.Known mark
                ? mark.px(position.qty().signum())
                : null;
    }

    /** The instrument of a position that can be marked; null of another. */
    public @Nullable Instrument instrument(String symbol) {
        return mark(symbol) instanceof Mark.Known mark ? mark.instrument() : null;
    }

    private Mark mark(String symbol) {
        Mark known = marks.get(symbol);
        if (known == null) {
            known = newMark(symbol);
            marks.put(symbol, known);
        }
        return known;
    }

    private Mark newMark(String symbol) {
        Instrument instrument = instruments.bySymbol(symbol);
        if (instrument == null) {
            return new Mark.Unknown(Missing.instrument(symbol));
        }
        MarginTerms terms = instrument.contract().margin();
        if (terms == null) {
            return new Mark.Unknown(Missing.marginTerms(symbol));
        }
        Quote quote = quotes.quote(symbol);
        if (quote == null || (instrument.payoff().inverse() && quote.bidPx().signum() <= 0)) {
            return new Mark.Unknown(Missing.quote(symbol));
        }
        boolean stale = freshness.isStale(quote.quoteTime());
        return new Mark.Known(instrument, terms, lowered(quote.bidPx(), stale), raised(quote.askPx(), stale), stale);
    }

    // A share of a price below zero is as far from it as of one above.

    private BigDecimal lowered(BigDecimal px, boolean stale) {
        return stale ? px.subtract(px.abs().multiply(staleHaircut)) : px;
    }

    private BigDecimal raised(BigDecimal px, boolean stale) {
        return stale ? px.add(px.abs().multiply(staleHaircut)) : px;
    }

    private Conversion conversion(String asset, String baseCurrency) {
        if (asset.equals(baseCurrency)) {
            return SAME;
        }
        Map<String, Conversion> toBase = conversions.computeIfAbsent(baseCurrency, _ -> new HashMap<>());
        Conversion known = toBase.get(asset);
        if (known == null) {
            known = switch (rates.rate(asset, baseCurrency)) {
                case Rate.Known rate -> {
                    List<String> staleQuotes = rate.quotes().stream()
                            .filter(quote -> freshness.isStale(quote.quoteTime()))
                            .map(Quote::symbol)
                            .toList();
                    boolean stale = !staleQuotes.isEmpty();
                    yield new Conversion.Known(lowered(rate.bid(), stale), raised(rate.ask(), stale), staleQuotes);
                }
                case Rate.Unknown(Missing why) -> new Conversion.Unknown(why);
            };
            toBase.put(asset, known);
        }
        return known;
    }

    /** The margin of an underlying's longs and shorts. */
    private static final class Sides {
        private BigDecimal longs = BigDecimal.ZERO;
        private BigDecimal shorts = BigDecimal.ZERO;

        void add(int signum, BigDecimal margin) {
            if (signum < 0) {
                shorts = shorts.add(margin);
            } else {
                longs = longs.add(margin);
            }
        }

        /** What of their sum is not asked for, rounded down. */
        BigDecimal madeUpFor(BigDecimal offset, int scale) {
            return longs.min(shorts).multiply(offset).setScale(scale, RoundingMode.FLOOR);
        }
    }

    /** The sides of an underlying by what they are reckoned for. Where its instruments state several offsets the least counts. */
    private static final class Group {
        private final Sides used = new Sides();
        private final Sides maintenance = new Sides();
        private final Sides due = new Sides();
        private BigDecimal offset = BigDecimal.ONE;
    }

    /** The figures of one account while they are added up. */
    private final class Reckoning {
        private final MarginBook book;
        private final BigDecimal leastRate;
        private final Set<Missing> missing = new LinkedHashSet<>();
        private final List<MarginState.Line> lines = new ArrayList<>();
        private final Map<String, Group> groups = new HashMap<>();
        private BigDecimal equity = BigDecimal.ZERO;
        private BigDecimal used = BigDecimal.ZERO;
        private BigDecimal maintenance = BigDecimal.ZERO;
        private BigDecimal due = BigDecimal.ZERO;
        private BigDecimal orders = BigDecimal.ZERO;
        private BigDecimal withheld = BigDecimal.ZERO;
        private final TreeSet<String> staleQuotes = new TreeSet<>();

        Reckoning(MarginBook book) {
            this.book = book;
            this.leastRate = book.settings().leastRate();
        }

        MarginState state() {
            book.cash().forEach((asset, posted) -> equity = equity.add(cash(asset, posted)));
            book.withheld().forEach((asset, held) -> withheld = withheld.add(cash(asset, held)));
            book.exposures().forEach(this::add);
            if (!missing.isEmpty()) {
                return new MarginState.Unknown(List.copyOf(missing));
            }
            groups.values().forEach(this::net);
            return new MarginState.Known(
                    book.baseCurrency(),
                    equity,
                    used,
                    maintenance,
                    due,
                    orders,
                    withheld,
                    staleQuotes,
                    List.copyOf(lines));
        }

        /** Of another currency it counts less than it is worth, and what is owed in one counts more. */
        private BigDecimal cash(String asset, BigDecimal amount) {
            if (asset.equals(book.baseCurrency())) {
                return amount;
            }
            BigDecimal haircut = instruments.assetHaircut(asset);
            BigDecimal share = amount.signum() < 0 ? BigDecimal.ONE.add(haircut) : BigDecimal.ONE.subtract(haircut);
            return inBase(asset, amount.multiply(share));
        }

        /** Nothing is nothing in every currency: it takes no rate. */
        private BigDecimal inBase(String asset, BigDecimal amount) {
            if (amount.signum() == 0) {
                return BigDecimal.ZERO;
            }
            return switch (conversion(asset, book.baseCurrency())) {
                case Conversion.Known known -> {
                    staleQuotes.addAll(known.staleQuotes());
                    yield MinorUnits.round(known.convert(amount), book.baseScale());
                }
                case Conversion.Unknown(Missing why) -> {
                    missing.add(why);
                    yield BigDecimal.ZERO;
                }
            };
        }

        /** Margin is asked for as what is owed is, and never falls short of what it stands for. */
        private BigDecimal margin(String asset, BigDecimal amount) {
            return amount.signum() != 0 && conversion(asset, book.baseCurrency()) instanceof Conversion.Known known
                    ? MinorUnits.reserve(amount.multiply(known.ask()), book.baseScale())
                    : BigDecimal.ZERO;
        }

        private void add(Exposure exposure) {
            BigDecimal reserved = exposure.reserved();
            if (reserved.signum() == 0
                    && exposure.positions().stream()
                            .allMatch(position -> position.qty().signum() == 0)) {
                return;
            }
            switch (mark(exposure.symbol())) {
                case Mark.Known mark -> add(exposure, reserved, mark);
                case Mark.Unknown(Missing why) -> missing.add(why);
            }
        }

        private void add(Exposure exposure, BigDecimal reserved, Mark.Known mark) {
            if (mark.stale()) {
                staleQuotes.add(exposure.symbol());
            }
            Payoff payoff = mark.instrument().payoff();
            String asset = mark.instrument().contract().settlCurrency();
            for (Position position : exposure.positions()) {
                addPosition(position, mark, payoff, asset);
            }
            BigDecimal qty = exposure.qty();
            // Where there is no position, the one that the larger part of the orders would make counts.
            int signum =
                    qty.signum() != 0 ? qty.signum() : exposure.pendingBuy().compareTo(exposure.pendingSell());
            BigDecimal px = mark.px(signum);
            MarginTerms terms = mark.terms();
            BigDecimal ofPosition = margin(asset, terms.initial(qty.abs(), px, payoff, leastRate));
            if (reserved.compareTo(qty.abs()) > 0) {
                orders = orders.add(margin(asset, terms.initial(reserved, px, payoff, leastRate)))
                        .subtract(ofPosition);
                requireRate(asset);
            }
            if (qty.signum() == 0) {
                return;
            }
            requireRate(asset);
            BigDecimal kept = margin(asset, terms.maintenance(qty.abs(), px, payoff));
            BigDecimal called = terms.unit() == MarginTerms.Unit.RATE ? ofPosition : kept;
            used = used.add(ofPosition);
            maintenance = maintenance.add(kept);
            due = due.add(called);
            Netting netting = terms.netting();
            if (netting != null) {
                Group group = groups.computeIfAbsent(netting.underlying(), _ -> new Group());
                group.offset = group.offset.min(netting.offset());
                group.used.add(qty.signum(), ofPosition);
                group.maintenance.add(qty.signum(), kept);
                group.due.add(qty.signum(), called);
            }
        }

        private void addPosition(Position position, Mark.Known mark, Payoff payoff, String asset) {
            BigDecimal avgPx = position.avgPx();
            if (avgPx == null) {
                return;
            }
            BigDecimal gain =
                    payoff.gain(position.qty(), avgPx, mark.px(position.qty().signum()));
            BigDecimal unrealised = inBase(
                    asset, MinorUnits.round(gain, mark.instrument().contract().settlScale()));
            equity = equity.add(unrealised);
            lines.add(new MarginState.Line(position, unrealised, mark.stale()));
        }

        private void requireRate(String asset) {
            switch (conversion(asset, book.baseCurrency())) {
                case Conversion.Known known -> staleQuotes.addAll(known.staleQuotes());
                case Conversion.Unknown(Missing why) -> missing.add(why);
            }
        }

        private void net(Group group) {
            used = used.subtract(group.used.madeUpFor(group.offset, book.baseScale()));
            maintenance = maintenance.subtract(group.maintenance.madeUpFor(group.offset, book.baseScale()));
            due = due.subtract(group.due.madeUpFor(group.offset, book.baseScale()));
        }
    }
}
