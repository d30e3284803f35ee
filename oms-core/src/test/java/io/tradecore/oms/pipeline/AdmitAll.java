package io.tradecore.oms.pipeline;

import io.tradecore.oms.command.Command;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.margin.Marking;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.Reservation;
import io.tradecore.oms.risk.Stakes;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.valuation.RatePair;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lets everything pass, with the margin it needs. */
final class AdmitAll implements PreTradeRisk {

    /** What an order without a price is worth. */
    private static final BigDecimal MARKET_PX = new BigDecimal("100");

    @Override
    public Marking look(Instruments instruments, Collection<RatePair> pairs) {
        throw new UnsupportedOperationException("no account is looked at here");
    }

    @Override
    public @Nullable BigDecimal creditNeeded(List<Wanted> orders, AccountView account) {
        return null;
    }

    @Override
    public Verdict check(Command.PlaceOrder order, Instrument instrument, AccountView account) {
        Trigger trigger = order.trigger() == null ? null : order.trigger().from(order.ordType(), order.side(), null);
        BigDecimal stopPx = trigger == null ? MARKET_PX : trigger.level();
        BigDecimal px = order.px() == null ? stopPx : order.px();
        BigDecimal closes = Objects.requireNonNull(account.stakes())
                .closable(order.symbol(), order.side())
                .min(order.orderQty());
        BigDecimal opens = order.orderQty().subtract(closes);
        Reservation needed = Reservation.onMargin(instrument, opens, px, instrument.feeRate());
        return new Verdict.Passed(px, needed, closes, trigger);
    }

    @Override
    public Sized checkByCash(
            Command.PlaceOrder order, BigDecimal cashOrderQty, Instrument instrument, AccountView account) {
        throw new UnsupportedOperationException("no order is asked for by amount here");
    }

    @Override
    public Verdict checkReplace(
            Order order,
            Terms asked,
            @Nullable Trigger trigger,
            Instrument instrument,
            AccountView account,
            BigDecimal held) {
        Stakes stakes = Objects.requireNonNull(account.stakes());
        BigDecimal leaves = asked.orderQty().subtract(order.cumQty());
        BigDecimal opens = stakes.opens(order, leaves);
        return new Verdict.Passed(
                order.reservePx(), Reservation.onMargin(instrument, opens, order.reservePx(), order.feeRate()));
    }
}
