package io.tradecore.risk;

import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.risk.Limit;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.risk.Bounds.Figure;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether an order may be asked for at all, and how large it may be. */
final class EntryChecks {

    private EntryChecks() {}

    /** The restricted list, and what the user is permitted. */
    static Verdict.@Nullable Denied mayTrade(AccountView account, Instrument instrument, Bounds bounds) {
        Map<String, String> numbers = Map.of("symbol", instrument.symbol());
        if (bounds.hard(LimitKind.MAY_TRADE).signum() == 0) {
            return new Verdict.Denied(
                    Reason.INSTRUMENT_RESTRICTED, "The instrument is on the restricted list.", numbers);
        }
        Limit watched = account.limits().soft(LimitKind.MAY_TRADE, instrument);
        if (watched != null && watched.value().signum() == 0) {
            bounds.warn(Reason.INSTRUMENT_RESTRICTED, "The instrument is on the list of what is watched.", numbers);
        }
        return account.limits().isPermitted(instrument)
                ? null
                : new Verdict.Denied(
                        Reason.USER_NOT_PERMITTED,
                        "Whoever asks for the order is not permitted the instrument at its venue.",
                        Map.of("symbol", instrument.symbol(), "venueId", instrument.venueId()));
    }

    /** Which orders the instrument takes. */
    static Verdict.@Nullable Denied terms(
            OrdType ordType, TimeInForce timeInForce, AccountView account, Instrument instrument) {
        if (!account.limits().isAllowed(ordType, instrument)) {
            return new Verdict.Denied(
                    Reason.ORD_TYPE_NOT_ALLOWED,
                    "The instrument takes no orders of this type.",
                    Map.of("ordType", ordType.name()));
        }
        return account.limits().isAllowed(timeInForce, instrument)
                ? null
                : new Verdict.Denied(
                        Reason.TIME_IN_FORCE_NOT_ALLOWED,
                        "The instrument takes no orders of this time in force.",
                        Map.of("timeInForce", timeInForce.name()));
    }

    /** @param px null: it is executed at the market, for which there is a bound of its own */
    static Verdict.@Nullable Denied most(
            BigDecimal orderQty, @Nullable BigDecimal px, Instrument instrument, Bounds bounds) {
        Verdict.Denied denied = bounds.check(
                LimitKind.MAX_ORDER_QTY,
                bounds.hard(LimitKind.MAX_ORDER_QTY, instrument.maxOrderQty()),
                Reason.QTY_EXCEEDS_MAX,
                "The quantity is above the largest allowed.",
                new Figure("orderQty", orderQty, "maxOrderQty"));
        return denied != null || px != null
                ? denied
                : bounds.check(
                        LimitKind.MAX_MARKET_ORDER_QTY,
                        bounds.hard(LimitKind.MAX_MARKET_ORDER_QTY),
                        Reason.MARKET_QTY_EXCEEDS_MAX,
                        "The quantity is above the largest allowed without a limit price.",
                        new Figure("orderQty", orderQty, "maxMarketOrderQty"));
    }

    static Verdict.@Nullable Denied least(BigDecimal orderQty, Bounds bounds) {
        return bounds.check(
                LimitKind.MIN_ORDER_QTY,
                bounds.hard(LimitKind.MIN_ORDER_QTY),
                Reason.QTY_BELOW_MIN,
                "The quantity is below the least allowed.",
                new Figure("orderQty", orderQty, "minOrderQty"));
    }

    static Verdict.@Nullable Denied mostValue(BigDecimal notional, Instrument instrument, Bounds bounds) {
        return bounds.check(
                LimitKind.MAX_ORDER_NOTIONAL,
                bounds.hard(LimitKind.MAX_ORDER_NOTIONAL, instrument.maxOrderNotional()),
                Reason.NOTIONAL_EXCEEDS_MAX,
                "The notional is above the largest allowed.",
                new Figure("notional", notional, "maxOrderNotional"));
    }

    static Verdict.@Nullable Denied leastValue(BigDecimal notional, Bounds bounds) {
        return bounds.check(
                LimitKind.MIN_ORDER_NOTIONAL,
                bounds.hard(LimitKind.MIN_ORDER_NOTIONAL),
                Reason.NOTIONAL_BELOW_MIN,
                "The notional is below the least allowed.",
                new Figure("notional", notional, "minOrderNotional"));
    }
}
