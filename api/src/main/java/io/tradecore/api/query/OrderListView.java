package io.tradecore.api.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.edge.Decimals;
import io.tradecore.oms.list.ListMember;
import io.tradecore.oms.list.OrderList;
import io.tradecore.oms.order.OrdStatus;
import io.tradecore.oms.order.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of orders as it is shown.
 *
 * @param listOrderStatus FIX 431: EXECUTING, CANCELING (all that is left is to end), ALL_DONE, or REJECT when it was denied
 * @param members in the order of their numbers
 */
@Serdeable.Serializable
public record OrderListView(
        String accountId,
        String listId,
        String listType,
        String listOrderStatus,
        @JsonInclude(JsonInclude.Include.ALWAYS) List<MemberView> members,
        Instant createdAt) {

    /**
     * An order of the list.
     *
     * @param listSeqNo FIX 67
     * @param after the ClOrdID of the order it waits for, or waited
     * @param plannedQty as asked for; the order's orderQty follows what the list executes
     */
    @Serdeable.Serializable
    public record MemberView(int listSeqNo, @Nullable String after, String plannedQty, OrderView order) {}

    /** As the core answered. */
    public static OrderListView of(OrderList list, List<Order> orders) {
        List<MemberView> members = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            ListMember member = list.members().get(i);
            members.add(new MemberView(
                    member.seqNo(),
                    list.parent() == null || member.parent()
                            ? null
                            : orders.getFirst().clOrdId().value(),
                    Decimals.text(member.plannedQty()),
                    OrderView.of(orders.get(i))));
        }
        return new OrderListView(
                list.accountId().toString(),
                list.listId().value(),
                list.type().name(),
                status(
                        orders.getFirst().venueStatus() == OrdStatus.DENIED,
                        orders.stream().allMatch(Order::isClosed),
                        list.canceled()),
                members,
                list.createdAt());
    }

    static String status(boolean denied, boolean done, boolean canceled) {
        if (denied) {
            return "REJECT";
        }
        return done ? "ALL_DONE" : canceled ? "CANCELING" : "EXECUTING";
    }
}
