package io.tradecore.oms.list;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.RequestKind;
import io.tradecore.oms.order.SplitRatio;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Orders that depend on each other (FIX NewOrderList, 35=E). Immutable; how the orders stand is told by themselves.
 *
 * @param listId FIX 66
 * @param holdId of the hold the siblings reserve together
 * @param canceled whether all that is left of it is to end
 * @param members in the order of FIX 67; the parent, where there is one, is the first
 */
public record OrderList(
        AccountId accountId,
        ListId listId,
        UUID holdId,
        ListType type,
        boolean canceled,
        List<ListMember> members,
        Instant createdAt) {

    public static final int MOST_MEMBERS = 10;

    /** Begins the ClOrdID of every request that a list makes by itself: it is how its answers are known, so no client's does. */
    public static final String OWN_REQUEST = "list:";

    public OrderList {
        members = List.copyOf(members);
    }

    /** The order the others wait for, null where none does. */
    public @Nullable ListMember parent() {
        return type.hasParent() ? members.getFirst() : null;
    }

    /** The orders that are no parent. */
    public List<ListMember> siblings() {
        return members.stream().filter(member -> !member.parent()).toList();
    }

    /** The list whose orders are all to end. */
    public OrderList ending() {
        return new OrderList(accountId, listId, holdId, type, true, members, createdAt);
    }

    /** Something was executed, or taken back: what was refused may be asked for again. */
    public OrderList afterExecution() {
        return with(member -> member.refused(null));
    }

    /** The venue has answered the list's own request for this order; refused is null where it did as asked. */
    public OrderList afterAnswer(OrderId orderId, @Nullable RequestKind refused) {
        return with(member -> member.orderId().equals(orderId) ? member.refused(refused) : member);
    }

    /** The list after a split of its instrument: what is planned for each, at the ratio. */
    public OrderList split(SplitRatio ratio) {
        return with(member -> member.split(ratio));
    }

    private OrderList with(UnaryOperator<ListMember> change) {
        return new OrderList(
                accountId,
                listId,
                holdId,
                type,
                canceled,
                members.stream().map(change).toList(),
                createdAt);
    }
}
