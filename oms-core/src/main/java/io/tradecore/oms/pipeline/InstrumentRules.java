package io.tradecore.oms.pipeline;

import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.trigger.TrailOffset;
import io.tradecore.oms.trigger.TriggerChange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether an order has the form its instrument asks for. An order that has not is refused and leaves no trace. */
public final class InstrumentRules {

    private InstrumentRules() {}

    /** Why the order does not fit, or null when it does. Checked in this order: instrument, quantity, price. */
    public static Outcome.@Nullable Refused misfit(PlaceOrder order, @Nullable Instrument instrument) {
        Terms terms = order.terms();
        Outcome.Refused misfit = misfit(
                order.symbol(),
                instrument,
                new TermChange(
                        order.cashOrderQty() == null ? terms.orderQty() : null,
                        terms.px(),
                        null,
                        null,
                        terms.displayQty()));
        if (misfit == null && instrument != null && order.cashOrderQty() != null) {
            misfit = cashMisfit(order.cashOrderQty(), instrument);
        }
        if (misfit == null && instrument != null && order.trigger() != null) {
            misfit = misfit(order.trigger().stopPx(), order.trigger().trail(), instrument);
        }
        // The quantity that an amount comes to is not known yet.
        return misfit == null && order.cashOrderQty() == null ? misfit(terms) : misfit;
    }

    private static Outcome.@Nullable Refused cashMisfit(BigDecimal cashOrderQty, Instrument instrument) {
        return cashOrderQty.stripTrailingZeros().scale() <= instrument.currencyScale()
                ? null
                : new Outcome.Refused(
                        Reason.CASH_ORDER_QTY_SCALE,
                        "cashOrderQty has more than " + instrument.currencyScale() + " decimals.",
                        Map.of(
                                "cashOrderQty",
                                cashOrderQty.toPlainString(),
                                "maxDecimals",
                                Integer.toString(instrument.currencyScale())));
    }

    /** The same for what a replace changes of what an order waits for. */
    static Outcome.@Nullable Refused misfit(TriggerChange change, Instrument instrument) {
        return misfit(change.stopPx(), change.trail(), instrument);
    }

    private static Outcome.@Nullable Refused misfit(
            @Nullable BigDecimal stopPx, @Nullable TrailOffset trail, Instrument instrument) {
        int scale = instrument.pxScale();
        BigDecimal tick = instrument.tickSize();
        if (stopPx != null) {
            Outcome.Refused misfit = signMisfit("stopPx", stopPx, Reason.STOP_PX_NOT_POSITIVE, instrument);
            return misfit != null
                    ? misfit
                    : misfit("stopPx", stopPx, scale, tick, Reason.STOP_PX_SCALE, Reason.STOP_PX_TICK);
        }
        return trail == null || trail.unit() == TrailOffset.Unit.PERCENT
                ? null
                : misfit(
                        "trailAmount", trail.value(), scale, tick, Reason.TRAIL_AMOUNT_SCALE, Reason.TRAIL_AMOUNT_TICK);
    }

    /** The same for what a replace changes. */
    static Outcome.@Nullable Refused misfit(String symbol, @Nullable Instrument instrument, TermChange asked) {
        if (instrument == null) {
            return unknown(symbol);
        }
        if (!instrument.active()) {
            return new Outcome.Refused(
                    Reason.INSTRUMENT_DISABLED, "Instrument " + symbol + " is disabled.", Map.of("symbol", symbol));
        }
        Outcome.Refused misfit = quantityMisfit("orderQty", asked.orderQty(), instrument);
        if (misfit == null) {
            misfit = quantityMisfit("displayQty", asked.displayQty(), instrument);
        }
        BigDecimal px = asked.px();
        if (misfit != null || px == null) {
            return misfit;
        }
        misfit = signMisfit("px", px, Reason.PX_NOT_POSITIVE, instrument);
        return misfit != null
                ? misfit
                : misfit("px", px, instrument.pxScale(), instrument.tickSize(), Reason.PX_SCALE, Reason.PX_TICK);
    }

    private static Outcome.@Nullable Refused signMisfit(
            String field, BigDecimal px, Reason notPositive, Instrument instrument) {
        return px.signum() > 0 || instrument.contract().negativePx()
                ? null
                : new Outcome.Refused(
                        notPositive,
                        field + " must be above zero: the instrument has no prices at zero or below.",
                        Map.of(field, px.toPlainString()));
    }

    /** Whether the terms as a whole contradict themselves. */
    static Outcome.@Nullable Refused misfit(Terms terms) {
        BigDecimal displayQty = terms.displayQty();
        return displayQty == null || displayQty.compareTo(terms.orderQty()) <= 0
                ? null
                : new Outcome.Refused(
                        Reason.DISPLAY_QTY_EXCEEDS_ORDER_QTY,
                        "displayQty is more than orderQty.",
                        Map.of(
                                "displayQty",
                                displayQty.toPlainString(),
                                "orderQty",
                                terms.orderQty().toPlainString()));
    }

    /** An order that would have expired before it was sent. */
    static Outcome.@Nullable Refused expired(Terms terms, Instant now) {
        Instant expireTime = terms.expireTime();
        return expireTime == null || expireTime.isAfter(now)
                ? null
                : new Outcome.Refused(
                        Reason.EXPIRE_TIME_PAST,
                        "expireTime is in the past.",
                        Map.of("expireTime", expireTime.toString(), "now", now.toString()));
    }

    private static Outcome.@Nullable Refused quantityMisfit(
            String field, @Nullable BigDecimal quantity, Instrument instrument) {
        return quantity == null
                ? null
                : misfit(
                        field, quantity, instrument.qtyScale(), instrument.lotSize(), Reason.QTY_SCALE, Reason.QTY_LOT);
    }

    static Outcome.Refused unknown(String symbol) {
        return new Outcome.Refused(
                Reason.INSTRUMENT_UNKNOWN, "There is no instrument " + symbol + ".", Map.of("symbol", symbol));
    }

    private static Outcome.@Nullable Refused misfit(
            String field, BigDecimal value, int scale, BigDecimal step, Reason tooFine, Reason offStep) {
        if (value.stripTrailingZeros().scale() > scale) {
            return new Outcome.Refused(
                    tooFine,
                    field + " has more than " + scale + " decimals.",
                    Map.of(field, value.toPlainString(), "maxDecimals", Integer.toString(scale)));
        }
        if (value.remainder(step).signum() != 0) {
            return new Outcome.Refused(
                    offStep,
                    field + " is not a multiple of " + step.toPlainString() + ".",
                    Map.of(field, value.toPlainString(), "step", step.toPlainString()));
        }
        return null;
    }

    /** The field an EXISTS_WITH_DIFFERENT_ reason names, as clients spell it. */
    public static String fieldOf(Reason different) {
        String[] words =
                different.name().substring("EXISTS_WITH_DIFFERENT_".length()).split("_", -1);
        StringBuilder field = new StringBuilder(words[0].toLowerCase(Locale.ROOT));
        for (int i = 1; i < words.length; i++) {
            field.append(words[i].charAt(0)).append(words[i].substring(1).toLowerCase(Locale.ROOT));
        }
        return field.toString();
    }
}
