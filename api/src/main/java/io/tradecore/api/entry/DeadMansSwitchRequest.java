package io.tradecore.api.entry;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.account.DeadMansSwitch;
import io.tradecore.oms.command.Command;

/**
 * All of the account's orders are cancelled after so long, unless this comes again before.
 *
 * @param timeoutSeconds counted from now; 0 switches it off
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record DeadMansSwitchRequest(Integer timeoutSeconds) implements JsonRequest {

    public DeadMansSwitchRequest {
        Checks.range("timeoutSeconds", timeoutSeconds, 0, DeadMansSwitch.LONGEST_SECONDS);
    }

    /** What the core is asked to do. */
    public Command.SetDeadMansSwitch toCommand(AccountId accountId, String actor) {
        return new Command.SetDeadMansSwitch(accountId, timeoutSeconds, actor);
    }
}
