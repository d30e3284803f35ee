package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What setting a trading state came to.
 *
 * @param state as it stands now
 * @param changed false where it stood so already
 * @param inForce whether every order that was accepted without heeding it has been by now: none will be any more
 * @param accounts where orders were canceled, or could not be yet; those go on being tried
 */
@Serdeable.Serializable
public record TradingStateSetView(
        TradingStateView state, boolean changed, boolean inForce, List<AccountView> accounts) {

    /**
     * What a halt did in one account at once.
     *
     * @param canceled orders that no venue had
     * @param cancelRequested orders whose venue is asked
     * @param refused orders that wait for the answer to a replace: they are cancelled after it
     * @param code why not all could be done yet
     */
    @Serdeable.Serializable
    public record AccountView(
            String accountId,
            long canceled,
            long cancelRequested,
            long refused,
            @Nullable String code) {

        AccountView withCode(@Nullable String other) {
            return new AccountView(accountId, canceled, cancelRequested, refused, other);
        }
    }
}
