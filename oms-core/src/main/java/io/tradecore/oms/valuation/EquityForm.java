package io.tradecore.oms.valuation;

import io.tradecore.oms.account.AccountType;

/**
 * What an account's equity is made of. It follows from what its cash has paid for already, so that nothing counts twice and nothing is
 * left out.
 */
public enum EquityForm {
    /** Cash has paid the whole price of what the account owns (accounts of type CASH): what that would be sold for counts. */
    CASH_AND_MARKET_VALUE,
    /** Cash moves by what is realised, and has paid for no position (accounts of type MARGIN): what is not realised yet counts. */
    CASH_AND_UNREALISED;

    /** Of an account of a type. */
    public static EquityForm of(AccountType type) {
        return switch (type) {
            case CASH -> CASH_AND_MARKET_VALUE;
            case MARGIN -> CASH_AND_UNREALISED;
        };
    }
}
