package io.tradecore.api.security;

/** The roles a token may carry in its {@code roles} claim. */
public final class Roles {
    /** Operators: reference data, accounts, limits, cash, audit; sees every account, trades on none. */
    public static final String ADMIN = "admin";

    /** Trades on and reads the accounts of the token's {@code accounts} claim. */
    public static final String TRADER = "trader";

    /** Reads the accounts of the token's {@code accounts} claim. */
    public static final String READONLY = "readonly";

    /** Services: a trader's rights on every account. */
    public static final String SYSTEM = "system";

    private Roles() {}
}
