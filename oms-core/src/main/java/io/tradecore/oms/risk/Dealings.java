package io.tradecore.oms.risk;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What an account has open, holds and has done, as a check sees it.
 *
 * @param baseCurrency that the values of the account as a whole are in
 * @param hedging whether what is held long and short of an instrument stands side by side
 * @param now the transaction's time by the database's clock
 * @param groupCredits what it has of credits that it has together with others
 * @param bought how much more there will be of the instrument when the order is sent: what the parent of its list buys
 * @param besideBuys what is bought of the instrument by orders of its list that were judged before it
 * @param besideSells what is sold by them
 */
public record Dealings(
        String baseCurrency,
        boolean hedging,
        Instant now,
        Exposure exposure,
        Activity activity,
        SelfTrades selfTrades,
        List<GroupCredit> groupCredits,
        BigDecimal bought,
        OpenOrders besideBuys,
        OpenOrders besideSells) {

    /** Of an order that stands alone. */
    public Dealings(
            String baseCurrency,
            boolean hedging,
            Instant now,
            Exposure exposure,
            Activity activity,
            SelfTrades selfTrades,
            List<GroupCredit> groupCredits) {
        this(
                baseCurrency,
                hedging,
                now,
                exposure,
                activity,
                selfTrades,
                groupCredits,
                BigDecimal.ZERO,
                OpenOrders.NONE,
                OpenOrders.NONE);
    }

    /** The same for an order of a list, which cancels no other order: it is denied instead. */
    public Dealings inList(BigDecimal more, OpenOrders buys, OpenOrders sells) {
        return new Dealings(
                baseCurrency, hedging, now, exposure, activity, selfTrades.denying(), groupCredits, more, buys, sells);
    }

    /** The same where no other order is looked at. */
    public Dealings ignoringSelfTrades() {
        return new Dealings(
                baseCurrency,
                hedging,
                now,
                exposure,
                activity,
                SelfTrades.IGNORED,
                groupCredits,
                bought,
                besideBuys,
                besideSells);
    }

    /** In UTC. */
    public LocalDate today() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
