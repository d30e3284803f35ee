package io.tradecore.oms.pipeline;

import io.tradecore.ledger.LedgerCode;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.Reservation;
import java.math.BigDecimal;
import java.util.Map;

/**
 * A risk check that looks at funds alone.
 *
 * @param marketPx what a market order reserves at
 */
record FundsOnly(BigDecimal marketPx) implements PreTradeRisk {

    @Override
    public Verdict check(Command.PlaceOrder order, Instrument instrument, AccountView account) {
        BigDecimal px = order.px() == null ? marketPx : order.px();
        Reservation needed = Reservation.of(instrument, order.side(), order.orderQty(), px, instrument.feeRate());
        return verdict(needed, px, account, BigDecimal.ZERO);
    }

    @Override
    public Verdict checkReplace(Order order, Terms asked, Instrument instrument, AccountView account, BigDecimal held) {
        BigDecimal px = asked.px() == null ? order.reservePx() : asked.px();
        BigDecimal leaves = asked.orderQty().subtract(order.cumQty()).max(BigDecimal.ZERO);
        return verdict(Reservation.of(instrument, order.side(), leaves, px, order.feeRate()), px, account, held);
    }

    private static Verdict verdict(Reservation needed, BigDecimal px, AccountView account, BigDecimal held) {
        BigDecimal available =
                account.balances().apply(needed.line()).available().add(held);
        return needed.amount().compareTo(available) <= 0
                ? new Verdict.Passed(px, needed)
                : new Verdict.Denied(
                        needed.line().code() == LedgerCode.CASH
                                ? Reason.CASH_INSUFFICIENT
                                : Reason.POSITION_INSUFFICIENT,
                        "not enough",
                        Map.of("needed", needed.amount().toPlainString()));
    }
}
