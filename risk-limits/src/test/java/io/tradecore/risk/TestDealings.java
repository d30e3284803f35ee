package io.tradecore.risk;

import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.risk.Activity;
import io.tradecore.oms.risk.Dealings;
import io.tradecore.oms.risk.Exposure;
import io.tradecore.oms.risk.Exposure.Held;
import io.tradecore.oms.risk.GroupCredit;
import io.tradecore.oms.risk.OpenOrders;
import io.tradecore.oms.risk.SelfTrades;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a test says an account has open, holds and has done: nothing but what is added. */
final class TestDealings {

    private final Instant now;
    private final Exposure exposure = new Exposure();
    private boolean hedging;
    private Activity activity = Activity.NONE;
    private SelfTrades selfTrades = SelfTrades.IGNORED;
    private List<GroupCredit> groupCredits = List.of();

    TestDealings(Instant now) {
        this.now = now;
    }

    /** Held at an average price, with what was realised and charged today. */
    TestDealings held(String symbol, String qty, String avgPx, String realisedToday, String feesToday) {
        return held(symbol, qty, avgPx, realisedToday, feesToday, Leg.NET);
    }

    TestDealings held(String symbol, String qty, String avgPx) {
        return held(symbol, qty, avgPx, "0", "0");
    }

    TestDealings leg(String symbol, String qty, Leg leg) {
        hedging = true;
        return held(symbol, qty, "100", "0", "0", leg);
    }

    private TestDealings held(
            String symbol, String qty, String avgPx, String realisedToday, String feesToday, Leg leg) {
        BigDecimal quantity = new BigDecimal(qty);
        // What was realised before today is no part of it.
        BigDecimal before = new BigDecimal("1234.5");
        Position position = new Position(
                symbol,
                quantity,
                quantity.signum() == 0 ? null : new BigDecimal(avgPx),
                before.add(new BigDecimal(realisedToday)),
                before.add(new BigDecimal(feesToday)),
                leg);
        exposure.load(new Held(position, null, LocalDate.ofInstant(now, ZoneOffset.UTC), before, before));
        return this;
    }

    TestDealings open(String symbol, Side side, String qty, String px) {
        exposure.load(symbol, side, OpenOrders.of(new BigDecimal(qty), new BigDecimal(px)));
        return this;
    }

    TestDealings activity(long messages, long trades) {
        activity = new Activity(messages, trades);
        return this;
    }

    TestDealings selfTrades(SelfTrades others) {
        selfTrades = others;
        return this;
    }

    TestDealings groups(GroupCredit... credits) {
        groupCredits = List.of(credits);
        return this;
    }

    Exposure exposure() {
        return exposure;
    }

    Dealings in(String baseCurrency) {
        return new Dealings(baseCurrency, hedging, now, exposure, activity, selfTrades, groupCredits);
    }

    /** Nothing at all. */
    static Dealings none(Instant now, String baseCurrency) {
        return new TestDealings(now).in(baseCurrency);
    }

    /** Reference data of some instruments. */
    static Instruments instruments(Instrument... known) {
        List<Instrument> all = List.copyOf(Arrays.asList(known));
        return new Instruments() {
            @Override
            public @Nullable Instrument bySymbol(String symbol) {
                return all.stream()
                        .filter(one -> one.symbol().equals(symbol))
                        .findFirst()
                        .orElse(null);
            }

            @Override
            public Collection<Instrument> all() {
                return all;
            }

            @Override
            public Integer assetScale(String asset) {
                return 2;
            }
        };
    }
}
