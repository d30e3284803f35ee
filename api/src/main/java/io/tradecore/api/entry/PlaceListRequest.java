package io.tradecore.api.entry;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.list.ListType;
import io.tradecore.oms.order.ClOrdId;
import io.tradecore.oms.order.ListId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * NewOrderList (35=E): orders that depend on each other, all accepted or none.
 *
 * @param orders 2 to 10, in the order of ListSeqNo (67)
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record PlaceListRequest(
        @Schema(pattern = "^[A-Za-z0-9._:-]{1,64}$") String listId, ListType listType, List<Member> orders)
        implements JsonRequest {

    /**
     * An order of the list.
     *
     * @param after the clOrdId of the order whose execution it waits for; absent: it waits for none
     */
    @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
    public record Member(
            PlaceOrderRequest order,

            @Schema(pattern = "^[A-Za-z0-9._:-]{1,64}$") @Nullable
            String after) implements JsonRequest {

        public Member {
            if (after != null) {
                Checks.clientId("after", after);
            }
        }
    }

    public PlaceListRequest {
        Checks.clientId("listId", listId);
        orders = List.copyOf(orders);
    }

    /** What the core is asked to do. */
    public Command.PlaceList toCommand(AccountId accountId, String actor) {
        return new Command.PlaceList(
                accountId,
                new ListId(listId),
                listType,
                orders.stream()
                        .map(member -> new Command.PlaceList.Entry(
                                member.order().toCommand(accountId, actor),
                                member.after() == null ? null : new ClOrdId(member.after())))
                        .toList(),
                actor);
    }
}
