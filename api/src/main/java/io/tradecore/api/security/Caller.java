package io.tradecore.api.security;

import io.micronaut.security.authentication.Authentication;
import io.tradecore.api.problem.ApiException;
import io.tradecore.ledger.AccountId;
import java.util.Collection;

/**
 * Who asks, as its token says.
 *
 * @param actor the token's subject, kept with every fact the request causes
 */
public record Caller(String actor, boolean seesEveryAccount, Collection<?> accounts) {

    /** From a token that has been verified. */
    public static Caller of(Authentication authentication) {
        Collection<String> roles = authentication.getRoles();
        Object accounts = authentication.getAttributes().get("accounts");
        return new Caller(
                authentication.getName(),
                roles.contains(Roles.ADMIN) || roles.contains(Roles.SYSTEM),
                accounts instanceof Collection<?> listed ? listed : java.util.List.of());
    }

    /**
     * The account of a path, if the caller may know of it.
     *
     * @throws ApiException ACCOUNT_UNKNOWN, the same whether it is missing, another tenant's or not an account id at all
     */
    public AccountId account(String pathPart) {
        AccountId accountId;
        try {
            accountId = AccountId.of(pathPart);
        } catch (IllegalArgumentException _) {
            throw ApiException.accountUnknown();
        }
        if (!seesEveryAccount && !accounts.contains(accountId.toString())) {
            throw ApiException.accountUnknown();
        }
        return accountId;
    }
}
