package io.tradecore.api.entry;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.list.ListType;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.TimeInForce;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** What a client may ask for, in the words of the core. Only whose it is and of what kind matters here. */
final class Asked {
    private static final ClOrdId ID = new ClOrdId("C1");
    private static final OrderId ORDER = OrderId.of(UUID.randomUUID().toString());
    private static final String ACTOR = "tess";

    private Asked() {}

    static Command.PlaceOrder order(AccountId account) {
        return new Command.PlaceOrder(
                account, ID, "SYM", Side.BUY, OrdType.LIMIT, TimeInForce.GTC, BigDecimal.ONE, BigDecimal.TEN, ACTOR);
    }

    static Command replace(AccountId account) {
        TermChange change = new TermChange(BigDecimal.TWO, null, null, null, null);
        return new Command.ReplaceOrder(account, ID, ORDER, null, change, ACTOR);
    }

    static Command preview(AccountId account) {
        return new Command.PreviewOrder(order(account));
    }

    static Command list(AccountId account, int orders) {
        var entry = new Command.PlaceList.Entry(order(account), null);
        return new Command.PlaceList(
                account,
                new ListId("L1"),
                ListType.OCO,
                Stream.generate(() -> entry).limit(orders).toList(),
                ACTOR);
    }

    static Command cancel(AccountId account) {
        return new Command.CancelOrder(account, ID, ORDER, ACTOR);
    }

    /** Everything that takes back or reduces. */
    static List<Command> allThatPass(AccountId account) {
        return List.of(
                cancel(account),
                new Command.MassCancel(account, ID, null, null, ACTOR),
                new Command.CancelList(account, new ListId("L1"), ACTOR),
                new Command.ClosePosition(account, ID, null, null, null, null, false, ACTOR),
                new Command.SetDeadMansSwitch(account, 60, ACTOR));
    }
}
