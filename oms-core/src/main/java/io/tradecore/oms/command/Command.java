package io.tradecore.oms.command;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.BookAct;
import io.tradecore.oms.account.DeadMansSwitch;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.list.ListType;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ExecInst;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.PositionEffect;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.position.InstrumentAct;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.trigger.TriggerChange;
import io.tradecore.oms.trigger.TriggerTerms;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request to change one account's book, or those of several. Commands of an account are applied in the order they were submitted. */
public sealed interface Command {

    AccountId accountId();

    /** Every account it may change; seldom more than the one. */
    default Set<AccountId> accounts() {
        return Set.of(accountId());
    }

    /** Who asks: the subject of a token, or {@code venue:<id>}. Kept with every fact the command causes. */
    String actor();

    /**
     * NewOrderSingle (35=D). Idempotent by (accountId, clOrdId).
     *
     * @param trigger what it is held for, on the types that are triggered and on no other
     * @param cashOrderQty FIX 152, what it may come to in the currency, before fees: the quantity follows from it when the order is
     *     accepted, and until then orderQty is this amount; null: the order names its quantity
     * @param positionEffect FIX 77, of the orders of HEDGING accounts and of no other
     */
    record PlaceOrder(
            AccountId accountId,
            ClOrdId clOrdId,
            String symbol,
            Side side,
            OrdType ordType,
            Set<ExecInst> execInst,
            Terms terms,
            @Nullable TriggerTerms trigger,
            @Nullable BigDecimal cashOrderQty,
            @Nullable PositionEffect positionEffect,
            String actor)
            implements Command {

        public PlaceOrder {
            if (ordType.hasPx() != (terms.px() != null)) {
                throw new IllegalArgumentException("an order with a limit has a px, no other has");
            }
            if (trigger == null ? ordType.isTriggered() : !trigger.fits(ordType)) {
                throw new IllegalArgumentException(ordType + " does not go with " + trigger);
            }
        }

        /** An order of a NETTING account. */
        public PlaceOrder(
                AccountId accountId,
                ClOrdId clOrdId,
                String symbol,
                Side side,
                OrdType ordType,
                Set<ExecInst> execInst,
                Terms terms,
                @Nullable TriggerTerms trigger,
                @Nullable BigDecimal cashOrderQty,
                String actor) {
            this(accountId, clOrdId, symbol, side, ordType, execInst, terms, trigger, cashOrderQty, null, actor);
        }

        /** An order that goes to its venue at once. */
        public PlaceOrder(
                AccountId accountId,
                ClOrdId clOrdId,
                String symbol,
                Side side,
                OrdType ordType,
                Set<ExecInst> execInst,
                Terms terms,
                String actor) {
            this(accountId, clOrdId, symbol, side, ordType, execInst, terms, null, null, actor);
        }

        /** An order that names its quantity. */
        public PlaceOrder(
                AccountId accountId,
                ClOrdId clOrdId,
                String symbol,
                Side side,
                OrdType ordType,
                Set<ExecInst> execInst,
                Terms terms,
                @Nullable TriggerTerms trigger,
                String actor) {
            this(accountId, clOrdId, symbol, side, ordType, execInst, terms, trigger, null, actor);
        }

        /** The same order of so much. */
        public PlaceOrder of(BigDecimal orderQty) {
            Terms sized = new Terms(orderQty, terms.px(), terms.timeInForce(), terms.expireTime(), terms.displayQty());
            return new PlaceOrder(
                    accountId,
                    clOrdId,
                    symbol,
                    side,
                    ordType,
                    execInst,
                    sized,
                    trigger,
                    cashOrderQty,
                    positionEffect,
                    actor);
        }

        /** The leg of the position it is of. */
        public Leg leg() {
            return Leg.of(side, positionEffect);
        }

        /** An order without instructions that shows all of its quantity, and has no ExpireTime. */
        public PlaceOrder(
                AccountId accountId,
                ClOrdId clOrdId,
                String symbol,
                Side side,
                OrdType ordType,
                TimeInForce timeInForce,
                BigDecimal orderQty,
                @Nullable BigDecimal px,
                String actor) {
            this(accountId, clOrdId, symbol, side, ordType, Set.of(), Terms.of(orderQty, px, timeInForce), actor);
        }

        public BigDecimal orderQty() {
            return terms.orderQty();
        }

        public @Nullable BigDecimal px() {
            return terms.px();
        }

        public TimeInForce timeInForce() {
            return terms.timeInForce();
        }
    }

    /**
     * OrderCancelRequest (35=F) for the order named by orderId. Idempotent by (accountId, clOrdId).
     *
     * @param origClOrdId FIX 41: the order's current ClOrdID as the asker knows it; null: whichever it is
     */
    record CancelOrder(
            AccountId accountId,
            ClOrdId clOrdId,
            OrderId orderId,
            @Nullable ClOrdId origClOrdId,
            String actor) implements Command {

        public CancelOrder(AccountId accountId, ClOrdId clOrdId, OrderId orderId, String actor) {
            this(accountId, clOrdId, orderId, null, actor);
        }
    }

    /**
     * OrderCancelReplaceRequest (35=G) for the order named by orderId. Idempotent by (accountId, clOrdId).
     *
     * @param origClOrdId FIX 41: the order's current ClOrdID as the asker knows it; null: whichever it is
     * @param asked what of the terms is to become another
     * @param trigger what of that which it waits for is to become another, possible while it is held; null: nothing
     */
    record ReplaceOrder(
            AccountId accountId,
            ClOrdId clOrdId,
            OrderId orderId,
            @Nullable ClOrdId origClOrdId,
            TermChange asked,
            @Nullable TriggerChange trigger,
            String actor)
            implements Command {

        public ReplaceOrder {
            if (asked.isEmpty() && trigger == null) {
                throw new IllegalArgumentException("a replace changes something");
            }
        }

        /** A replace that leaves what the order waits for as it is. */
        public ReplaceOrder(
                AccountId accountId,
                ClOrdId clOrdId,
                OrderId orderId,
                @Nullable ClOrdId origClOrdId,
                TermChange asked,
                String actor) {
            this(accountId, clOrdId, orderId, origClOrdId, asked, null, actor);
        }
    }

    /**
     * OrderMassCancelRequest (35=q): a cancel for every open order that fits. Idempotent by (accountId, clOrdId) among
     * requests about several orders.
     *
     * @param symbol FIX 55, of which instrument; null: of all
     * @param side FIX 54, of which side; null: of both
     * @param orders which orders; null: every open one
     */
    record MassCancel(
            AccountId accountId,
            ClOrdId clOrdId,
            @Nullable String symbol,
            @Nullable Side side,
            @Nullable Set<OrderId> orders,
            String actor)
            implements Command {

        /** Of every open order of the instrument and side; null: of all. */
        public MassCancel(
                AccountId accountId, ClOrdId clOrdId, @Nullable String symbol, @Nullable Side side, String actor) {
            this(accountId, clOrdId, symbol, side, null, actor);
        }
    }

    /**
     * Cancels those of the account's orders that are in a halted scope, by what is halted when it is decided. Leaves alone what
     * is not open, and what somebody has asked to be cancelled already, so that it may be repeated.
     *
     * @param clOrdId what was done is kept under it, the first time there was something to do
     */
    record CancelHalted(AccountId accountId, ClOrdId clOrdId, List<OrderId> orderIds) implements Command {
        public CancelHalted {
            orderIds = List.copyOf(orderIds);
        }

        @Override
        public String actor() {
            return "kill-switch";
        }
    }

    /**
     * Closes a position, or a part of it, or every position of the account, by an order each that reduces it and no more.
     * Idempotent by (accountId, clOrdId) among requests about several orders.
     *
     * @param symbol FIX 55, of which instrument; null: of all
     * @param orderQty how much, in units of the instrument; null: see percent
     * @param percent which part of the position, above 0 and up to 100, rounded down to the lot; null: all of it
     * @param px FIX 44, the limit; null: at the market
     * @param cancelOrders whether the open orders of the instrument are asked to be cancelled before
     * @param leg of a HEDGING account which leg, LONG or SHORT; null: both
     */
    record ClosePosition(
            AccountId accountId,
            ClOrdId clOrdId,
            @Nullable String symbol,
            @Nullable BigDecimal orderQty,
            @Nullable BigDecimal percent,
            @Nullable BigDecimal px,
            boolean cancelOrders,
            @Nullable Leg leg,
            String actor)
            implements Command {

        public ClosePosition {
            if (symbol == null && (orderQty != null || px != null)) {
                throw new IllegalArgumentException("a quantity or a price is of one instrument");
            }
            if (orderQty != null && percent != null) {
                throw new IllegalArgumentException("either a quantity or a percentage");
            }
            if (percent != null && (percent.signum() <= 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0)) {
                throw new IllegalArgumentException("a percentage is above 0 and up to 100");
            }
            if (leg == Leg.NET) {
                throw new IllegalArgumentException("the leg is LONG or SHORT");
            }
        }

        /** Of a NETTING account, or of both legs. */
        public ClosePosition(
                AccountId accountId,
                ClOrdId clOrdId,
                @Nullable String symbol,
                @Nullable BigDecimal orderQty,
                @Nullable BigDecimal percent,
                @Nullable BigDecimal px,
                boolean cancelOrders,
                String actor) {
            this(accountId, clOrdId, symbol, orderQty, percent, px, cancelOrders, null, actor);
        }
    }

    /** What placing the order would come to; nothing is written. */
    record PreviewOrder(PlaceOrder order) implements Command {

        @Override
        public AccountId accountId() {
            return order.accountId();
        }

        @Override
        public String actor() {
            return order.actor();
        }
    }

    /**
     * Sets the account's dead man's switch: all its orders are cancelled after so many seconds, unless it is set anew
     * before. Setting it again to the same counts from now.
     *
     * @param timeoutSeconds 0: off; at most {@link DeadMansSwitch#LONGEST_SECONDS}
     */
    record SetDeadMansSwitch(AccountId accountId, int timeoutSeconds, String actor) implements Command {}

    /** Cancels all of the account's orders if its dead man's switch is due. Changes nothing if it is not. */
    record FireDeadMansSwitch(AccountId accountId) implements Command {

        @Override
        public String actor() {
            return "dead-mans-switch";
        }
    }

    /**
     * The market has reached what an order was held for: it goes to its venue. Does nothing to an order that is held no
     * more, so that it may be repeated; nor to one that waits for another price by now.
     *
     * @param triggerPx the watched price that fired it, kept with the event
     * @param referencePx of a trailing stop the best price it had seen, which may be better than the one that is kept; null
     *     of others
     */
    record TriggerOrder(
            AccountId accountId,
            OrderId orderId,
            BigDecimal triggerPx,
            @Nullable BigDecimal referencePx,
            String actor) implements Command {

        /** Of an order that does not trail, or has seen no better price than the one that is kept. */
        public TriggerOrder(AccountId accountId, OrderId orderId, BigDecimal triggerPx, String actor) {
            this(accountId, orderId, triggerPx, null, actor);
        }
    }

    /** A trailing stop follows the market. A reference no better than the one known changes nothing. */
    record MoveTrail(AccountId accountId, OrderId orderId, BigDecimal referencePx, String actor) implements Command {}

    /**
     * An order's time is over: a held one expires, of another its venue is asked to cancel what is left. Idempotent by
     * (accountId, clOrdId); does nothing to an order that is closed or has a request that waits.
     *
     * @param clOrdId of the cancel request it may need
     */
    record ExpireOrder(AccountId accountId, ClOrdId clOrdId, OrderId orderId, String actor) implements Command {}

    /**
     * An act on an instrument reaches the account, once however often this is asked for: its position and cash, and of a split
     * every open order that outlives the day, with an order of a list all of that list. Does nothing to an account it was not
     * announced to.
     */
    record ApplyAct(AccountId accountId, InstrumentAct act, String actor) implements Command {}

    /**
     * NewOrderList (35=E): orders that depend on each other, all accepted or none. Idempotent by (accountId, listId); each
     * order uses up its ClOrdID.
     *
     * @param entries the orders, in the order of ListSeqNo (67)
     */
    record PlaceList(AccountId accountId, ListId listId, ListType type, List<Entry> entries, String actor)
            implements Command {

        /**
         * An order of the list.
         *
         * @param after the ClOrdID of the order whose execution it waits for; null: it waits for none
         */
        public record Entry(PlaceOrder order, @Nullable ClOrdId after) {}

        public PlaceList {
            entries = List.copyOf(entries);
            for (Entry entry : entries) {
                if (!entry.order().accountId().equals(accountId)) {
                    throw new IllegalArgumentException("the orders of a list are of one account");
                }
            }
        }

        /** The one order that the others may wait for, null where the type has none or there is not exactly one. */
        public @Nullable PlaceOrder parent() {
            List<Entry> first =
                    entries.stream().filter(entry -> entry.after() == null).toList();
            return type.hasParent() && first.size() == 1 ? first.getFirst().order() : null;
        }

        /** The orders that are no parent. */
        public List<Entry> siblings() {
            PlaceOrder parent = parent();
            return entries.stream().filter(entry -> entry.order() != parent).toList();
        }
    }

    /** ListCancelRequest (35=K): all orders of the list shall end. Asked again, it finds what it has done. */
    record CancelList(AccountId accountId, ListId listId, String actor) implements Command {}

    /**
     * Changes books: all that is asked for, or nothing. Idempotent by (accountId, requestId): the first answer stays the answer,
     * also where it was a refusal.
     *
     * @param accountId in whose lane it waits and under whom its id is unique: the least account of the acts
     * @param requestId of a single act usually the act's own id
     * @param acts 1 to {@link #MOST_ACTS}, done in their order
     */
    record ChangeBooks(AccountId accountId, ClOrdId requestId, List<BookAct> acts, String actor) implements Command {

        /** Most acts of one request. */
        public static final int MOST_ACTS = 100;

        public ChangeBooks {
            acts = List.copyOf(acts);
            if (acts.isEmpty() || acts.size() > MOST_ACTS) {
                throw new IllegalArgumentException("1 to " + MOST_ACTS + " acts");
            }
            if (!accountId.equals(least(acts))) {
                throw new IllegalArgumentException("a request belongs to the least of its accounts");
            }
        }

        public static ChangeBooks of(ClOrdId requestId, List<BookAct> acts, String actor) {
            return new ChangeBooks(least(acts), requestId, acts, actor);
        }

        /** A single act under its own id. */
        public static ChangeBooks of(BookAct act, String actor) {
            return of(new ClOrdId(act.id()), List.of(act), actor);
        }

        private static AccountId least(List<BookAct> acts) {
            return acts.stream()
                    .flatMap(act -> act.accounts().stream())
                    .min(Comparator.naturalOrder())
                    .orElseThrow(() -> new IllegalArgumentException("1 to " + MOST_ACTS + " acts"));
        }

        @Override
        public Set<AccountId> accounts() {
            return acts.stream().flatMap(act -> act.accounts().stream()).collect(Collectors.toUnmodifiableSet());
        }

        /** What it asks for in one spelling, by the names clients use; of several acts with their place before. */
        public Map<String, String> asked() {
            if (acts.size() == 1) {
                Map<String, String> asked = new LinkedHashMap<>(acts.getFirst().asked());
                asked.put("accountId", acts.getFirst().accountId().toString());
                return asked;
            }
            Map<String, String> asked = new LinkedHashMap<>();
            for (int i = 0; i < acts.size(); i++) {
                String place = "acts[" + i + "].";
                asked.put(place + "accountId", acts.get(i).accountId().toString());
                acts.get(i).asked().forEach((name, value) -> asked.put(place + name, value));
            }
            return asked;
        }
    }

    /** Closes the holds of the account whose time is over. Changes nothing but that any command on the account would. */
    record ExpireHolds(AccountId accountId) implements Command {

        @Override
        public String actor() {
            return "hold-expiry";
        }
    }

    /**
     * Looks at the margin of an account by the quotes of now: raises or clears a margin call, begins a stop-out or takes its next step.
     * Repeated, it goes on from what it finds.
     */
    record WatchMargin(AccountId accountId) implements Command {

        @Override
        public String actor() {
            return "stop-out";
        }
    }

    /**
     * A venue's report. Idempotent by (venue, ExecID).
     *
     * @param operator who applies a report that was quarantined; null: it comes from the venue. What an operator cannot
     *     apply either is told to him, and is not quarantined again
     */
    record ApplyReport(VenueReport report, @Nullable String operator) implements Command {

        /** From the venue. */
        public ApplyReport(VenueReport report) {
            this(report, null);
        }

        @Override
        public AccountId accountId() {
            return report.accountId();
        }

        @Override
        public String actor() {
            return operator == null ? "venue:" + report.venueId() : operator;
        }
    }
}
