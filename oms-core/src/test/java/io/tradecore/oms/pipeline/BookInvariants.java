package io.tradecore.oms.pipeline;

import io.tradecore.ledger.BalanceKey;
import io.tradecore.ledger.Entry;
import io.tradecore.ledger.Hold;
import io.tradecore.ledger.LedgerCode;
import io.tradecore.ledger.Transfer;
import io.tradecore.oms.execution.Commission;
import io.tradecore.oms.execution.Execution;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.list.ListMember;
import io.tradecore.oms.list.ListRules;
import io.tradecore.oms.list.ListStep;
import io.tradecore.oms.list.OrderList;
import io.tradecore.oms.order.HeldBy;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.risk.Reservation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The invariants of reconcile() for one account in memory, counted anew from what is stored. */
final class BookInvariants {

    private final AccountState account;
    private final Instrument instrument;
    private final List<String> broken = new ArrayList<>();

    private BookInvariants(AccountState account, Instrument instrument) {
        this.account = account;
        this.instrument = instrument;
    }

    /** What does not hold; empty when all is well. */
    static List<String> broken(AccountState account, Instrument instrument) {
        BookInvariants invariants = new BookInvariants(account, instrument);
        invariants.check();
        return invariants.broken;
    }

    private void check() {
        List<Execution> live = live();
        Map<OrderId, OrderEvent> lastEvents = events();
        for (Order order : account.orders()) {
            quantities(order, live);
            status(order, lastEvents.get(order.orderId()));
            if (!isSibling(order)) {
                hold(order);
            }
            routes(order);
        }
        account.lists().forEach(this::list);
        position(live);
        average(live);
        cash();
        ledger();
        executions();
        exposure();
    }

    /** What a check would be told without reading an order. */
    private void exposure() {
        Map<String, String> kept = ExposureFigures.of(
                Objects.requireNonNull(account.exposure()), LocalDate.ofInstant(account.now(), ZoneOffset.UTC));
        Map<String, String> anew = ExposureFigures.anew(account);
        expect(kept.equals(anew), "the exposure is not what orders and positions come to, " + anew, kept);
    }

    private void expect(boolean holds, String what, Object about) {
        if (!holds) {
            broken.add(what + ": " + about);
        }
    }

    private static boolean same(BigDecimal a, BigDecimal b) {
        return a.compareTo(b) == 0;
    }

    /** Every execution in whose place no other has come, and that is no bust. */
    private List<Execution> live() {
        Set<String> superseded = new HashSet<>();
        for (Execution execution : account.executions()) {
            if (execution.execRefId() != null) {
                expect(superseded.add(execution.execRefId()), "an execution is superseded twice", execution);
            }
        }
        return account.executions().stream()
                .filter(execution -> !superseded.contains(execution.execId()))
                .filter(execution -> execution.kind() != Execution.Kind.TRADE_CANCEL)
                .toList();
    }

    private Map<OrderId, OrderEvent> events() {
        Map<OrderId, OrderEvent> last = new HashMap<>();
        long seq = 0;
        for (OrderEvent event : account.newEvents()) {
            seq++;
            expect(event.seq() == seq, "event sequence has a gap", event);
            last.put(event.order().orderId(), event);
        }
        expect(account.eventSeq() == seq, "the account counts other events", seq);
        return last;
    }

    private void quantities(Order order, List<Execution> live) {
        BigDecimal cumQty = BigDecimal.ZERO;
        BigDecimal notional = BigDecimal.ZERO;
        for (Execution execution : live) {
            if (execution.orderId().equals(order.orderId())) {
                cumQty = cumQty.add(execution.lastQty());
                notional = notional.add(execution.lastQty().multiply(execution.lastPx()));
            }
        }
        expect(same(cumQty, order.cumQty()), "CumQty is not the sum of live executions, " + cumQty, order);
        expect(same(notional, order.cumNotional()), "the notional is not that of live executions", order);
        if (order.isClosed()) {
            expect(order.leavesQty().signum() == 0, "a closed order leaves something", order);
        } else {
            expect(
                    same(order.cumQty().add(order.leavesQty()), order.orderQty()),
                    "CumQty + LeavesQty is not OrderQty",
                    order);
            expect(order.leavesQty().signum() > 0, "an open order leaves nothing", order);
        }
    }

    private void status(Order order, @Nullable OrderEvent last) {
        OrdStatus reported = order.ordStatus();
        expect(reported.precedence() >= order.venueStatus().precedence(), "a lower status is reported", order);
        if (order.pending() != null) {
            expect(
                    reported == OrdStatus.PENDING_CANCEL || reported == OrdStatus.PENDING_REPLACE,
                    "a request waits and is not reported",
                    order);
            expect(
                    order.pending().equals(account.request(order.pending().clOrdId())),
                    "it waits for no request",
                    order);
        }
        expect(last != null, "an order without an event", order);
        if (last != null) {
            expect(
                    last.order().ordStatus() == reported
                            && same(last.order().cumQty(), order.cumQty())
                            && same(last.order().leavesQty(), order.leavesQty())
                            && same(last.held(), account.held(order.orderId())),
                    "the order does not stand where its last event left it",
                    order);
        }
    }

    private void hold(Order order) {
        Hold hold = account.book().hold(order.orderId().value());
        boolean open = hold != null && hold.open();
        BigDecimal held = account.held(order.orderId());
        BigDecimal needed = need(order, order.leavesQty(), order.reservePx());
        boolean mayReplace = order.pending() != null
                && order.pending().replacement() != null
                && order.leavesIfReplaced().signum() > 0;
        if (mayReplace && order.pending() != null && order.pending().replacement() != null) {
            needed = needed.max(need(
                    order,
                    order.leavesIfReplaced(),
                    order.pending().replacement().reservePx()));
        }
        expect(same(held, needed), "held is " + held + " and needed " + needed, order);
        expect(
                open == (!order.isClosed() || mayReplace),
                "a hold is open and the order is not, or other way round",
                order);
    }

    /** Whether it is of a list and no parent: it holds nothing by itself. */
    private boolean isSibling(Order order) {
        OrderList list = ListHolds.listOf(order, account);
        return list != null
                && list.siblings().stream().anyMatch(member -> member.orderId().equals(order.orderId()));
    }

    private void list(OrderList list) {
        List<Order> members = list.members().stream()
                .map(member -> Objects.requireNonNull(account.order(member.orderId())))
                .toList();
        BigDecimal held = held(list);
        if (members.stream().allMatch(order -> order.isClosed() && order.pending() == null)) {
            expect(held.signum() == 0, "a list that is over holds " + held, members);
        }
        if (members.getFirst().venueStatus() == OrdStatus.DENIED) {
            return;
        }
        BigDecimal needed = BigDecimal.ZERO;
        for (ListMember sibling : list.siblings()) {
            Order order = Objects.requireNonNull(account.order(sibling.orderId()));
            BigDecimal entitled = ListRules.entitled(list, sibling, account::order, instrument.lotSize());
            sibling(list, sibling, order, entitled);
            BigDecimal due = order.leavesQty().min(entitled.subtract(order.cumQty()));
            if (order.heldBy() != HeldBy.LIST && due.signum() > 0) {
                BigDecimal need = need(order, due, order.reservePx());
                needed = list.type().isExclusive() ? needed.max(need) : needed.add(need);
            }
        }
        expect(held.compareTo(needed) >= 0, "a list holds " + held + " and needs " + needed, members);
        List<ListStep> owed = ListRules.steps(list, account::order, instrument.lotSize());
        expect(owed.isEmpty(), "a list owes " + owed, members);
    }

    /** What works is no more than what is left, unless the venue has been asked or refused. */
    private void sibling(OrderList list, ListMember sibling, Order order, BigDecimal entitled) {
        boolean works = order.heldBy() != HeldBy.LIST && order.leavesQty().signum() > 0;
        if (!works || order.pending() != null || sibling.refused() != null) {
            return;
        }
        ListMember parent = list.parent();
        expect(
                parent == null
                        || Objects.requireNonNull(account.order(parent.orderId()))
                                        .cumQty()
                                        .signum()
                                > 0,
                "a child works though its parent has executed nothing",
                order);
        boolean known = order.venueStatus() != OrdStatus.PENDING_NEW || order.isHeld();
        expect(
                !known || list.canceled() || order.orderQty().compareTo(entitled.max(order.cumQty())) <= 0,
                "a sibling works for more than " + entitled,
                order);
    }

    private BigDecimal held(OrderList list) {
        Hold hold = account.book().hold(list.holdId());
        return hold == null ? BigDecimal.ZERO : hold.remaining();
    }

    private BigDecimal need(Order order, BigDecimal leaves, BigDecimal px) {
        return Reservation.of(instrument, order.side(), leaves, px, order.feeRate())
                .amount();
    }

    private void routes(Order order) {
        long routes = account.newRoutes().stream()
                .filter(route -> route.orderId().equals(order.orderId()) && route.kind() == RouteMessage.Kind.NEW_ORDER)
                .count();
        boolean sent = order.venueStatus() != OrdStatus.DENIED && order.heldBy() == null;
        expect(routes == (sent ? 1 : 0), "not one route for an order that was sent", order);
    }

    private void position(List<Execution> live) {
        BigDecimal qty = BigDecimal.ZERO;
        for (Execution execution : live) {
            qty = switch (execution.side()) {
                case BUY -> qty.add(execution.lastQty());
                case SELL -> qty.subtract(execution.lastQty());
            };
            qty = qty.subtract(inKind(execution));
        }
        BigDecimal feesInKind = live.stream()
                .map(execution -> inKind(execution).multiply(execution.lastPx()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        Position position = account.position(instrument.symbol());
        BigDecimal posted = account.book()
                .balance(new BalanceKey(LedgerCode.POSITION, instrument.symbol()))
                .posted();
        expect(same(position.qty(), qty), "the position is not the sum of its executions, " + qty, position);
        expect(same(position.qty(), posted), "the position is not its ledger balance, " + posted, position);
        expect(
                same(
                        position.fees().subtract(feesInKind),
                        account.book()
                                .balance(new BalanceKey(LedgerCode.FEES, instrument.currency()))
                                .posted()),
                "the position's fees are not those posted",
                position);
    }

    /** What the live executions make of it, each in the place of the trade it began as. */
    private void average(List<Execution> live) {
        Position replayed = Position.flat(instrument.symbol());
        for (Execution execution :
                live.stream().sorted(Comparator.comparingLong(this::firstSeq)).toList()) {
            replayed = replayed.trade(
                            execution.side(),
                            execution.lastQty(),
                            execution.lastPx(),
                            instrument.payoff(),
                            BigDecimal.ZERO)
                    .feeInKind(inKind(execution), execution.lastPx(), instrument.payoff());
        }
        Position position = account.position(instrument.symbol());
        BigDecimal average = replayed.avgPx();
        expect(
                average == null
                        ? position.avgPx() == null
                        : position.avgPx() != null && same(average, position.avgPx()),
                "the average is not that of the live executions, " + average,
                position);
        expect(
                same(position.realisedPnl(), replayed.realisedPnl()),
                "what is realised is not that of the live executions, " + replayed.realisedPnl(),
                position);
    }

    /** What the venue has taken of the position for it. */
    private BigDecimal inKind(Execution execution) {
        Commission charged = account.commission(new AccountState.ExecKey(execution.venueId(), execution.execId()));
        return charged != null
                        && charged.currency().equals(instrument.contract().baseAsset())
                ? charged.amount()
                : BigDecimal.ZERO;
    }

    private long firstSeq(Execution execution) {
        Execution first = execution;
        while (first.execRefId() != null) {
            first = Objects.requireNonNull(
                    account.execution(new AccountState.ExecKey(first.venueId(), first.execRefId())));
        }
        return first.eventSeq();
    }

    /**
     * What was brought in, less what the orders' executions cost: totals rounded once, whatever the parts were. What venues
     * have charged is told by no rate.
     */
    private void cash() {
        BigDecimal expected = balance(LedgerCode.EXTERNAL).negate();
        boolean charged = !account.newCommissions().isEmpty();
        if (charged) {
            expected = expected.subtract(balance(LedgerCode.FEES));
        }
        for (Order order : account.orders()) {
            BigDecimal turnover = order.cumNotional().multiply(instrument.multiplier());
            BigDecimal paid = rounded(turnover);
            expected = switch (order.side()) {
                case BUY -> expected.subtract(paid);
                case SELL -> expected.add(paid);
            };
            expected = charged ? expected : expected.subtract(rounded(turnover.multiply(order.feeRate())));
        }
        expect(
                same(balance(LedgerCode.CASH), expected),
                "cash is not what the orders left of it, " + expected,
                account);
    }

    private BigDecimal rounded(BigDecimal amount) {
        return amount.setScale(instrument.currencyScale(), RoundingMode.HALF_EVEN);
    }

    private BigDecimal balance(LedgerCode code) {
        return account.book()
                .balance(new BalanceKey(code, instrument.currency()))
                .posted();
    }

    private void ledger() {
        Map<BalanceKey, BigDecimal> posted = new HashMap<>();
        long seq = 0;
        int becameNegative = 0;
        for (Transfer transfer : account.book().postedTransfers()) {
            seq++;
            expect(transfer.seq() == seq, "transfer sequence has a gap", transfer);
            Map<String, BigDecimal> sums = new HashMap<>();
            for (Entry entry : transfer.entries()) {
                sums.merge(entry.asset(), entry.amount(), BigDecimal::add);
                posted.merge(new BalanceKey(entry.code(), entry.asset()), entry.amount(), BigDecimal::add);
                boolean kept = entry.code() == LedgerCode.CASH || entry.code() == LedgerCode.POSITION;
                BigDecimal before = entry.balanceAfter().subtract(entry.amount());
                becameNegative += kept && entry.balanceAfter().signum() < 0 && before.signum() >= 0 ? 1 : 0;
            }
            expect(sums.values().stream().allMatch(sum -> sum.signum() == 0), "a transfer is out of balance", transfer);
        }
        expect(account.book().transferSeq() == seq, "the book counts other transfers", seq);
        expect(account.book().breaks().size() == becameNegative, "not every break was raised", becameNegative);
        posted.forEach((line, sum) ->
                expect(same(account.book().balance(line).posted(), sum), "a balance is not its entries, " + sum, line));
        pending();
    }

    private void pending() {
        Map<BalanceKey, BigDecimal> held = new HashMap<>();
        for (Order order : account.orders()) {
            Hold hold = account.book().hold(order.orderId().value());
            if (hold != null) {
                held.merge(hold.line(), hold.remaining(), BigDecimal::add);
            }
        }
        for (OrderList list : account.lists()) {
            Hold hold = account.book().hold(list.holdId());
            if (hold != null) {
                held.merge(hold.line(), hold.remaining(), BigDecimal::add);
            }
        }
        held.forEach((line, sum) ->
                expect(same(account.book().balance(line).pending(), sum), "pending is not its holds, " + sum, line));
    }

    private void executions() {
        Set<String> booked = new HashSet<>();
        for (Execution execution : account.newExecutions()) {
            expect(booked.add(execution.execId()), "an ExecID is booked twice", execution);
            OrderEvent event = account.newEvents().get((int) execution.eventSeq() - 1);
            expect(execution.execId().equals(event.execId()), "an execution without its event", execution);
            expect(
                    execution.transferSeq() != null
                            || (execution.notional().signum() == 0
                                    && execution.fee().signum() == 0),
                    "an execution that moves something without a transfer",
                    execution);
        }
    }
}
