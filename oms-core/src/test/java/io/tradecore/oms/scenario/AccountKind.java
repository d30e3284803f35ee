package io.tradecore.oms.scenario;

import io.tradecore.oms.account.AccountType;
import io.tradecore.oms.account.PositionMode;

/** What a scenario's account is. On margin it trades a future. */
public enum AccountKind {
    CASH(AccountType.CASH, PositionMode.NETTING),
    MARGIN(AccountType.MARGIN, PositionMode.NETTING),
    HEDGING(AccountType.MARGIN, PositionMode.HEDGING);

    private final AccountType type;
    private final PositionMode mode;

    AccountKind(AccountType type, PositionMode mode) {
        this.type = type;
        this.mode = mode;
    }

    public AccountType type() {
        return type;
    }

    public PositionMode mode() {
        return mode;
    }
}
