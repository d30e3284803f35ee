package io.tradecore.oms.pipeline;

import io.tradecore.ledger.LedgerCode;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.instrument.Quote;
import io.tradecore.oms.margin.Marking;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.Reservation;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.trigger.TriggerTerms;
import io.tradecore.oms.valuation.Freshness;
import io.tradecore.oms.valuation.RatePair;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A risk check that looks at funds alone.
 *
 * @param marketPx what an order without a limit reserves at; the market is at 99 to 101
 * @param collaredStops whether one that waits for a price reserves at the collar around that
 */
record FundsOnly(BigDecimal marketPx, boolean collaredStops) implements PreTradeRisk {

    private static final Quote QUOTE =
            new Quote("", new BigDecimal("99"), BigDecimal.TEN, new BigDecimal("101"), BigDecimal.TEN, Instant.EPOCH);

    @Override
    public @Nullable BigDecimal creditNeeded(List<Wanted> orders, AccountView account) {
        return null;
    }

    @Override
    public Marking look(Instruments instruments, Collection<RatePair> pairs) {
        return new Marking(
                instruments, _ -> QUOTE, pairs, new Freshness(Instant.EPOCH, Duration.ZERO), BigDecimal.ZERO);
    }

    @Override
    public Verdict check(Command.PlaceOrder order, Instrument instrument, AccountView account) {
        TriggerTerms asked = order.trigger();
        Trigger trigger = asked == null ? null : asked.from(order.ordType(), order.side(), QUOTE);
        BigDecimal px = order.px() == null ? marketPx(trigger, instrument) : order.px();
        Reservation needed = Reservation.of(instrument, order.side(), order.orderQty(), px, instrument.feeRate());
        return verdict(needed, px, account, BigDecimal.ZERO, trigger);
    }

    /** What is sent at the market once it is triggered may cost what the collar allows around its trigger. */
    private BigDecimal marketPx(@Nullable Trigger trigger, Instrument instrument) {
        return trigger == null || !collaredStops
                ? marketPx
                : trigger.level().multiply(BigDecimal.ONE.add(instrument.priceCollar()));
    }

    @Override
    public Sized checkByCash(
            Command.PlaceOrder order, BigDecimal cashOrderQty, Instrument instrument, AccountView account) {
        BigDecimal touchPx = order.side() == Side.BUY ? QUOTE.askPx() : QUOTE.bidPx();
        BigDecimal px = order.px() == null ? touchPx : order.px();
        BigDecimal orderQty = instrument.quantityFor(cashOrderQty, px);
        if (orderQty.signum() == 0) {
            return new Sized.BelowLot(px);
        }
        Command.PlaceOrder sized = order.of(orderQty);
        return new Sized.Judged(sized, check(sized, instrument, account));
    }

    @Override
    public Verdict checkReplace(
            Order order,
            Terms asked,
            @Nullable Trigger trigger,
            Instrument instrument,
            AccountView account,
            BigDecimal held) {
        BigDecimal px = asked.px() == null ? order.reservePx() : asked.px();
        BigDecimal leaves = asked.orderQty().subtract(order.cumQty()).max(BigDecimal.ZERO);
        return verdict(Reservation.of(instrument, order.side(), leaves, px, order.feeRate()), px, account, held, null);
    }

    private static Verdict verdict(
            Reservation needed, BigDecimal px, AccountView account, BigDecimal held, @Nullable Trigger trigger) {
        BigDecimal available =
                account.balances().apply(needed.line()).available().add(held);
        return needed.amount().compareTo(available) <= 0
                ? new Verdict.Passed(px, needed, trigger)
                : new Verdict.Denied(
                        needed.line().code() == LedgerCode.CASH
                                ? Reason.CASH_INSUFFICIENT
                                : Reason.POSITION_INSUFFICIENT,
                        "not enough",
                        Map.of("needed", needed.amount().toPlainString()));
    }
}
