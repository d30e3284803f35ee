package io.tradecore.oms.list;

import io.tradecore.oms.order.OrderId;
import java.math.BigDecimal;

/** What has to be done to an order of a list because of the others. */
public sealed interface ListStep {

    OrderId orderId();

    /** It was held; it goes to its venue now. */
    record Activate(OrderId orderId, BigDecimal orderQty) implements ListStep {}

    /** It works, and becomes one of another quantity: a replace. */
    record Resize(OrderId orderId, BigDecimal orderQty) implements ListStep {}

    /** It ends: at once where it is held, else by a cancel. */
    record CallOff(OrderId orderId) implements ListStep {}
}
