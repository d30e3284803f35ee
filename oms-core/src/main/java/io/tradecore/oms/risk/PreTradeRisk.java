package io.tradecore.oms.risk;

import io.tradecore.ledger.Balance;
import io.tradecore.ledger.BalanceKey;
import io.tradecore.oms.account.AccountStatus;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.halt.TradingBar;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.margin.Marking;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.trigger.Trigger;
import io.tradecore.oms.valuation.RatePair;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an order may go out, or be replaced. Called with the account's row locked: it must not block, and
 * whatever it needs and does not find is a reason to deny. Safe for use by many threads.
 */
public interface PreTradeRisk {

    /**
     * What is known of the account, seeing every earlier command of the batch.
     *
     * @param desk that the account is of
     * @param user who asks for the order
     * @param limits of what this user does in this account
     * @param balances any line of the account's book that an order of this instrument may draw on
     * @param stakes null of a CASH account, which has nothing on margin
     * @param dealings what it has open, holds and has done
     * @param bars what keeps whoever asks from trading an instrument as usual, null where nothing does
     */
    record AccountView(
            AccountStatus status,
            String desk,
            String user,
            Limits limits,
            Function<BalanceKey, Balance> balances,
            @Nullable Stakes stakes,
            Dealings dealings,
            Function<Instrument, @Nullable TradingBar> bars) {

        /** Of whom nothing is barred. */
        public AccountView(
                AccountStatus status,
                String desk,
                String user,
                Limits limits,
                Function<BalanceKey, Balance> balances,
                @Nullable Stakes stakes,
                Dealings dealings) {
            this(status, desk, user, limits, balances, stakes, dealings, _ -> null);
        }

        /** The same account, with other dealings. */
        public AccountView withDealings(Dealings others) {
            return new AccountView(status, desk, user, limits, balances, stakes, others, bars);
        }
    }

    /** The decision. */
    sealed interface Verdict {

        /**
         * It may go.
         *
         * @param reservePx price per unit to reserve with, see {@link Reservation}
         * @param closesQty how much of it closes a position on margin, and so holds nothing; zero in a CASH account
         * @param trigger what it waits for, a trail beginning at the quote it was judged by; null where it does not wait
         * @param warnings SOFT limits it is beyond, and first that it is lowered
         * @param loweredTo how much of a new order goes, where that is less than was asked for: the rest would trade with others of its
         *     account
         */
        record Passed(
                BigDecimal reservePx,
                Reservation reservation,
                BigDecimal closesQty,
                @Nullable Trigger trigger,
                List<Warning> warnings,
                @Nullable BigDecimal loweredTo)
                implements Verdict {

            public Passed {
                warnings = List.copyOf(warnings);
            }

            /** An order of which nothing is warned. */
            public Passed(
                    BigDecimal reservePx, Reservation reservation, BigDecimal closesQty, @Nullable Trigger trigger) {
                this(reservePx, reservation, closesQty, trigger, List.of(), null);
            }

            public Passed warned(List<Warning> beyond) {
                return new Passed(reservePx, reservation, closesQty, trigger, beyond, loweredTo);
            }

            /** An order that does not wait. */
            public Passed(BigDecimal reservePx, Reservation reservation) {
                this(reservePx, reservation, null);
            }

            /** An order that closes nothing that is on margin. */
            public Passed(BigDecimal reservePx, Reservation reservation, @Nullable Trigger trigger) {
                this(reservePx, reservation, BigDecimal.ZERO, trigger);
            }
        }

        /**
         * It may not.
         *
         * @param numbers what was compared, by name, as plain decimals
         */
        record Denied(Reason reason, String message, Map<String, String> numbers) implements Verdict {}
    }

    /**
     * What an order is beyond that passes all the same.
     *
     * @param reason with which it would be denied, were the limit a HARD one
     * @param numbers what was compared, by name, as plain decimals
     */
    record Warning(Reason reason, String message, Map<String, String> numbers) {}

    /** What an order that was asked for by amount comes to. */
    sealed interface Sized {

        /** @param order with its quantity, or one lot of it where no quantity would pass */
        record Judged(PlaceOrder order, Verdict verdict) implements Sized {}

        /** The amount does not come to one lot at this price. */
        record BelowLot(BigDecimal px) implements Sized {}
    }

    /**
     * An order that is going to be judged.
     *
     * @param px null without a limit
     * @param stopPx null where it does not wait for a price, or trails
     * @param cashOrderQty null where it names its quantity
     */
    record Wanted(
            Instrument instrument,
            BigDecimal qty,
            @Nullable BigDecimal px,
            @Nullable BigDecimal stopPx,
            @Nullable BigDecimal cashOrderQty) {}

    /**
     * What an account would use of its credit, in its base currency, were all of these orders accepted: no less than the checks are
     * going to compare.
     *
     * @return null where that cannot be told, so that the checks are going to deny
     */
    @Nullable
    BigDecimal creditNeeded(List<Wanted> orders, AccountView account);

    /**
     * One look at the market, by which accounts on margin are marked.
     *
     * @param pairs whose quotes tell rates
     */
    Marking look(Instruments instruments, Collection<RatePair> pairs);

    /** Runs the checks in their documented order; the first that fails decides. */
    Verdict check(PlaceOrder order, Instrument instrument, AccountView account);

    /**
     * Gives an order its quantity, the most whole lots that come to no more than the amount at the price it would trade at
     * now (its limit, where it is triggered, or the side of the market it takes), and runs the checks on it; both by one
     * look at the market.
     *
     * @param cashOrderQty FIX 152, in the instrument's currency, before fees
     */
    Sized checkByCash(PlaceOrder order, BigDecimal cashOrderQty, Instrument instrument, AccountView account);

    /**
     * Runs the checks of a new order on an order as it shall be, for what the change raises: what it leaves as it is or
     * lowers is not judged again.
     *
     * @param order as it stands
     * @param asked the terms it shall have
     * @param trigger what it shall wait for while it is held, else what it waited for; null where it never waits
     * @param held what its hold holds: it is given back before the funds are looked at
     */
    Verdict checkReplace(
            Order order,
            Terms asked,
            @Nullable Trigger trigger,
            Instrument instrument,
            AccountView account,
            BigDecimal held);
}
