package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.order.ClOrdId;
import java.util.List;

/**
 * What is asked of the books of one or several accounts: all of it is done, or nothing.
 *
 * @param requestId unique for ever under the least of the accounts
 * @param acts 1 to 100, done in their order
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record LedgerChangeRequest(
        @Schema(pattern = "^[A-Za-z0-9._:-]{1,64}$") String requestId, List<LedgerActRequest> acts)
        implements JsonRequest {

    public LedgerChangeRequest {
        Checks.clientId("requestId", requestId);
        acts = List.copyOf(acts);
        if (acts.isEmpty() || acts.size() > Command.ChangeBooks.MOST_ACTS) {
            throw Checks.invalid("acts", "1 to " + Command.ChangeBooks.MOST_ACTS + " acts");
        }
    }

    /** What the core is asked to do. */
    Command.ChangeBooks toCommand(String actor) {
        return Command.ChangeBooks.of(
                new ClOrdId(requestId),
                acts.stream().map(LedgerActRequest::toAct).toList(),
                actor);
    }
}
