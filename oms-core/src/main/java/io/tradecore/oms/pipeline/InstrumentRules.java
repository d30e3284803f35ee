package io.tradecore.oms.pipeline;

import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instrument;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether an order has the form its instrument asks for. An order that has not is refused and leaves no trace. */
public final class InstrumentRules {

    private InstrumentRules() {}

    /** Why the order does not fit, or null when it does. Checked in this order: instrument, quantity, price. */
    public static Outcome.@Nullable Refused misfit(PlaceOrder order, @Nullable Instrument instrument) {
        if (instrument == null) {
            return unknown(order.symbol());
        }
        if (!instrument.active()) {
            return new Outcome.Refused(
                    Reason.INSTRUMENT_DISABLED,
                    "Instrument " + order.symbol() + " is disabled.",
                    Map.of("symbol", order.symbol()));
        }
        Outcome.Refused quantity = misfit(
                "orderQty",
                order.orderQty(),
                instrument.qtyScale(),
                instrument.lotSize(),
                Reason.QTY_SCALE,
                Reason.QTY_LOT);
        BigDecimal px = order.px();
        if (quantity != null || px == null) {
            return quantity;
        }
        return misfit("px", px, instrument.pxScale(), instrument.tickSize(), Reason.PX_SCALE, Reason.PX_TICK);
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
