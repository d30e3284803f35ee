package io.tradecore.oms.risk;

import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.MinorUnits;
import io.tradecore.oms.instrument.Contract;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * What an order sets aside: a buy its worst cost with fee in cash, a sell the quantity it delivers; on margin either the
 * margin and the fee of what it may open.
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

    /**
     * The reservation of an order on a MARGIN account, in the currency the instrument settles in. The instrument has margin
     * terms.
     *
     * @param opens how much of what is left of it may open something
     * @param reservePx worst price per unit, negative where the instrument's prices may be
     * @param feeRate share of the notional
     */
    public static Reservation onMargin(
            Instrument instrument, BigDecimal opens, BigDecimal reservePx, BigDecimal feeRate) {
        Contract contract = instrument.contract();
        BigDecimal amount = BigDecimal.ZERO;
        if (opens.signum() > 0) {
            MarginTerms margin = Objects.requireNonNull(contract.margin());
            Payoff payoff = instrument.payoff();
            amount = margin.initial(opens, reservePx, payoff)
                    .add(payoff.value(opens, reservePx).abs().multiply(feeRate));
        }
        return new Reservation(
                new BalanceKey(LedgerCode.CASH, contract.settlCurrency()),
                MinorUnits.reserve(amount, contract.settlScale()));
    }
}
