package io.tradecore.oms.list;

import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.order.SplitRatio;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An order's part in its list. Immutable.
 *
 * @param seqNo FIX 67, from 1
 * @param parent whether the others wait for it
 * @param plannedQty the quantity asked for; what works of it follows the other orders
 * @param refused what the venue has refused of the list's own last request, null where it refused nothing: it is not asked
 *     the same again before something else is executed
 */
public record ListMember(
        int seqNo,
        OrderId orderId,
        boolean parent,
        BigDecimal plannedQty,
        @Nullable RequestKind refused) {

    ListMember split(SplitRatio ratio) {
        return new ListMember(seqNo, orderId, parent, ratio.quantity(plannedQty), refused);
    }

    ListMember refused(@Nullable RequestKind kind) {
        return new ListMember(seqNo, orderId, parent, plannedQty, kind);
    }
}
