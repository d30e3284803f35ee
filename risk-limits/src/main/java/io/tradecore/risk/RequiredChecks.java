package io.tradecore.risk;

import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.margin.Marking;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.Reservation;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.valuation.RatePair;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What books cannot do without, to measure what all other checks cost: of a new LIMIT order of a CASH account only the account's
 * status, the largest quantity of the instrument, and the cash or position that it needs are looked at. Whatever else is asked for
 * is checked in full. Not for trading. Safe for use by many threads.
 */
public final class RequiredChecks implements PreTradeRisk {

    private final LimitChecks all;

    /** @param all the checks of what is not left to the required ones */
    public RequiredChecks(LimitChecks all) {
        this.all = all;
    }

    @Override
    public Verdict check(PlaceOrder order, Instrument instrument, AccountView account) {
        boolean plain = order.ordType() == OrdType.LIMIT
                && account.stakes() == null
                && instrument.contract().securityType().isDelivered();
        if (!plain) {
            return all.check(order, instrument, account);
        }
        Verdict.Denied denied = LimitChecks.checkStatus(account);
        if (denied != null) {
            return denied;
        }
        if (order.orderQty().compareTo(instrument.maxOrderQty()) > 0) {
            return LimitChecks.denied(
                    Reason.QTY_EXCEEDS_MAX,
                    "The quantity is above the largest allowed.",
                    "orderQty",
                    order.orderQty(),
                    "maxOrderQty",
                    instrument.maxOrderQty());
        }
        BigDecimal px = Objects.requireNonNull(order.px());
        Reservation needed = Reservation.of(instrument, order.side(), order.orderQty(), px, instrument.feeRate());
        return LimitChecks.checkFunds(needed, account, BigDecimal.ZERO, px, null);
    }

    @Override
    public @Nullable BigDecimal creditNeeded(List<Wanted> orders, AccountView account) {
        return all.creditNeeded(orders, account);
    }

    @Override
    public Marking look(Instruments instruments, Collection<RatePair> pairs) {
        return all.look(instruments, pairs);
    }

    @Override
    public Sized checkByCash(PlaceOrder order, BigDecimal cashOrderQty, Instrument instrument, AccountView account) {
        return all.checkByCash(order, cashOrderQty, instrument, account);
    }

    @Override
    public Verdict checkReplace(
            Order order,
            Terms asked,
            @Nullable Trigger trigger,
            Instrument instrument,
            AccountView account,
            BigDecimal held) {
        return all.checkReplace(order, asked, trigger, instrument, account, held);
    }
}
