package io.tradecore.oms.pipeline;

import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.command.Command.CancelOrder;
import io.tradecore.oms.command.Command.PlaceOrder;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderEvent;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.outbox.RouteMessage;
import io.tradecore.oms.risk.PreTradeRisk;
import io.tradecore.oms.risk.PreTradeRisk.AccountView;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides requests for orders: new ones and their cancels. */
final class OrderDecisions {

    private final Instruments instruments;
    private final PreTradeRisk risk;
    private final UuidV7 ids;

    OrderDecisions(Instruments instruments, PreTradeRisk risk, UuidV7 ids) {
        this.instruments = instruments;
        this.risk = risk;
        this.ids = ids;
    }

    Outcome place(PlaceOrder command, AccountState account) {
        Order earlier = account.order(command.clOrdId());
        if (earlier != null) {
            return replay(command, earlier);
        }
        if (account.cancelRequest(command.clOrdId()) != null) {
            return differentKind("a cancel request");
        }
        Instrument instrument = instruments.bySymbol(command.symbol());
        Outcome.Refused misfit = InstrumentRules.misfit(command, instrument);
        if (misfit != null || instrument == null) {
            return misfit != null ? misfit : InstrumentRules.unknown(command.symbol());
        }
        AccountView view = new AccountView(
                account.status(), account::limit, line -> account.book().balance(line));
        return switch (risk.check(command, instrument, view)) {
            case Verdict.Passed passed -> accept(command, instrument, passed, account);
            case Verdict.Denied denied -> deny(command, instrument, denied, account);
        };
    }

    private Outcome accept(PlaceOrder command, Instrument instrument, Verdict.Passed passed, AccountState account) {
        Order order = order(command, instrument, account, OrdStatus.PENDING_NEW, passed.reservePx(), null, null);
        account.add(order);
        account.book()
                .place(
                        order.orderId().value(),
                        passed.reservation().line(),
                        passed.reservation().amount());
        OrderEvent event = account.record(EventDraft.ofRequest(
                OrderEvent.Type.ORDER_ACCEPTED,
                order,
                order.clOrdId().value(),
                null,
                null,
                command.actor(),
                account.now()));
        account.route(order, event.seq(), RouteMessage.Kind.NEW_ORDER, order.clOrdId());
        return new Outcome.OrderAccepted(order, false);
    }

    private Outcome deny(PlaceOrder command, Instrument instrument, Verdict.Denied denied, AccountState account) {
        String code = denied.reason().name();
        Order order = order(command, instrument, account, OrdStatus.DENIED, BigDecimal.ZERO, code, denied.message());
        account.add(order);
        account.record(EventDraft.ofRequest(
                OrderEvent.Type.ORDER_DENIED,
                order,
                order.clOrdId().value(),
                code,
                denied.message(),
                command.actor(),
                account.now()));
        return new Outcome.OrderDenied(order, denied.reason(), denied.message(), denied.numbers(), false);
    }

    private Order order(
            PlaceOrder command,
            Instrument instrument,
            AccountState account,
            OrdStatus status,
            BigDecimal reservePx,
            @Nullable String reasonCode,
            @Nullable String reasonText) {
        return new Order(
                account.accountId(),
                new OrderId(ids.next()),
                command.clOrdId(),
                command.symbol(),
                instrument.venueId(),
                command.side(),
                command.ordType(),
                command.timeInForce(),
                command.orderQty(),
                command.px(),
                reservePx,
                instrument.feeRate(),
                status,
                status,
                null,
                BigDecimal.ZERO,
                status.isClosed() ? BigDecimal.ZERO : command.orderQty(),
                BigDecimal.ZERO,
                reasonCode,
                reasonText,
                account.now());
    }

    /** The stored answer to the same request, or which field of it is another one. 1.0 and 1.00 are the same. */
    private static Outcome replay(PlaceOrder command, Order earlier) {
        Reason different = firstDifference(command, earlier);
        if (different != null) {
            return new Outcome.Refused(
                    different,
                    "ClOrdID " + command.clOrdId() + " was used for an order with another "
                            + InstrumentRules.fieldOf(different) + ".",
                    Map.of("orderId", earlier.orderId().toString()));
        }
        if (earlier.venueStatus() == OrdStatus.DENIED) {
            Reason reason = Reason.valueOf(Objects.requireNonNull(earlier.reasonCode()));
            String text = Objects.requireNonNull(earlier.reasonText());
            return new Outcome.OrderDenied(earlier, reason, text, Map.of(), true);
        }
        return new Outcome.OrderAccepted(earlier, true);
    }

    private static @Nullable Reason firstDifference(PlaceOrder command, Order earlier) {
        if (!command.symbol().equals(earlier.symbol())) {
            return Reason.EXISTS_WITH_DIFFERENT_SYMBOL;
        }
        if (command.side() != earlier.side()) {
            return Reason.EXISTS_WITH_DIFFERENT_SIDE;
        }
        if (command.ordType() != earlier.ordType()) {
            return Reason.EXISTS_WITH_DIFFERENT_ORD_TYPE;
        }
        if (command.timeInForce() != earlier.timeInForce()) {
            return Reason.EXISTS_WITH_DIFFERENT_TIME_IN_FORCE;
        }
        if (command.orderQty().compareTo(earlier.orderQty()) != 0) {
            return Reason.EXISTS_WITH_DIFFERENT_ORDER_QTY;
        }
        BigDecimal px = command.px();
        BigDecimal earlierPx = earlier.px();
        boolean samePx = px == null || earlierPx == null ? px == earlierPx : px.compareTo(earlierPx) == 0;
        return samePx ? null : Reason.EXISTS_WITH_DIFFERENT_PX;
    }

    Outcome cancel(CancelOrder command, AccountState account) {
        AccountState.CancelRequest earlier = account.cancelRequest(command.clOrdId());
        if (earlier != null) {
            return replay(command, earlier, account);
        }
        if (account.order(command.clOrdId()) != null) {
            return differentKind("an order");
        }
        Order order = account.order(command.orderId());
        if (order == null) {
            return orderUnknown();
        }
        if (order.venueStatus().isClosed()) {
            return new Outcome.Refused(
                    Reason.CANCEL_TOO_LATE,
                    "The order is " + order.ordStatus() + ".",
                    Map.of("ordStatus", order.ordStatus().name()));
        }
        if (order.isCancelPending()) {
            return new Outcome.Refused(
                    Reason.CANCEL_ALREADY_PENDING,
                    "A cancel request of this order waits for the venue's answer.",
                    Map.of("pendingClOrdId", String.valueOf(order.pendingClOrdId())));
        }
        Order pending = order.withPending(command.clOrdId());
        account.change(pending);
        account.add(new AccountState.CancelRequest(command.clOrdId(), order.orderId()));
        OrderEvent event = account.record(EventDraft.ofRequest(
                OrderEvent.Type.CANCEL_REQUESTED,
                pending,
                command.clOrdId().value(),
                null,
                null,
                command.actor(),
                account.now()));
        account.route(pending, event.seq(), RouteMessage.Kind.CANCEL, command.clOrdId());
        return new Outcome.CancelAccepted(pending, false);
    }

    private static Outcome replay(CancelOrder command, AccountState.CancelRequest earlier, AccountState account) {
        Order order = account.order(earlier.orderId());
        if (!earlier.orderId().equals(command.orderId())) {
            return new Outcome.Refused(
                    Reason.EXISTS_WITH_DIFFERENT_ORDER_ID,
                    "ClOrdID " + command.clOrdId() + " was used to cancel another order.",
                    Map.of("orderId", earlier.orderId().toString()));
        }
        return order == null ? orderUnknown() : new Outcome.CancelAccepted(order, true);
    }

    private static Outcome orderUnknown() {
        return new Outcome.Refused(Reason.ORDER_UNKNOWN, "There is no such order.");
    }

    private static Outcome differentKind(String kind) {
        return new Outcome.Refused(Reason.EXISTS_WITH_DIFFERENT_KIND, "This ClOrdID was used for " + kind + ".");
    }
}
