package io.tradecore.oms.risk;

import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.MinorUnits;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.order.Side;
import java.math.BigDecimal;

/**
 * What an order sets aside: a buy its worst cost with fee in cash, a sell the quantity it delivers.
 *
 * @param line the line of the account's book it is taken from
 * @param amount in units of the line's asset
 */
public record Reservation(BalanceKey line, BigDecimal amount) {

    /**
     * The reservation for leavesQty of an order on a CASH account.
     *
     * @param reservePx worst price per unit: the limit, or what the collar allows
     * @param feeRate share of the notional
     */
    public static Reservation of(
            Instrument instrument, Side side, BigDecimal leavesQty, BigDecimal reservePx, BigDecimal feeRate) {
        return switch (side) {
            case BUY ->
                new Reservation(
                        new BalanceKey(LedgerCode.CASH, instrument.currency()),
                        MinorUnits.reserve(
                                leavesQty
                                        .multiply(reservePx)
                                        .multiply(instrument.multiplier())
                                        .multiply(BigDecimal.ONE.add(feeRate)),
                                instrument.currencyScale()));
            case SELL -> new Reservation(new BalanceKey(LedgerCode.POSITION, instrument.symbol()), leavesQty);
        };
    }
}
