package io.tradecore.oms.trigger;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.OrderId;

/** An accepted order that goes to its venue once its trigger fires. */
public record HeldOrder(AccountId accountId, OrderId orderId, Trigger trigger) {

    HeldOrder with(Trigger other) {
        return new HeldOrder(accountId, orderId, other);
    }
}
