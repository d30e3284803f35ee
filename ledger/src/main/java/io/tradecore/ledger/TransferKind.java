package io.tradecore.ledger;

import org.jspecify.annotations.Nullable;

/** Why a transfer was posted. Stored as their names. */
public enum TransferKind {
    DEPOSIT(LedgerCode.EXTERNAL, Direction.IN, false),
    WITHDRAWAL(LedgerCode.EXTERNAL, Direction.OUT, false),
    TRADE(null, Direction.EITHER, true),
    /** What a busted trade had posted, taken back. */
    TRADE_CANCEL(null, Direction.EITHER, true),
    /** The difference a correction of a trade makes. */
    TRADE_CORRECT(null, Direction.EITHER, true),
    FEE(LedgerCode.FEES, Direction.OUT, true),
    REBATE(LedgerCode.FEES, Direction.IN, true),
    INTEREST(LedgerCode.INTEREST, Direction.EITHER, true),
    FINANCING(LedgerCode.FINANCING, Direction.EITHER, true),
    FUNDING(LedgerCode.FUNDING, Direction.EITHER, true),
    /** Owed by who is short. */
    DIVIDEND(LedgerCode.DIVIDENDS, Direction.EITHER, true),
    /** Cash in one currency for cash in another. */
    CONVERSION(null, Direction.EITHER, false),
    /** From one account of the house to another. */
    INTERNAL(null, Direction.EITHER, false),
    /** A position in the units of after a split of its instrument; with it the cash for what is less than a lot. */
    SPLIT(null, Direction.EITHER, true),
    /** What an open position has gained or lost from one daily settlement to the next. */
    VARIATION(null, Direction.EITHER, true),
    /** What an operator puts right. */
    CORRECTION(LedgerCode.CORRECTIONS, Direction.EITHER, true),
    /** Another transfer, or a part of it, taken back. */
    REVERSAL(null, Direction.EITHER, false);

    /** Which way the cash goes. */
    public enum Direction {
        /** The amount is positive and comes in. */
        IN,
        /** The amount is positive and goes out. */
        OUT,
        /** The amount is positive or negative, and is what it does to cash. */
        EITHER
    }

    private final @Nullable LedgerCode counter;
    private final Direction direction;
    private final boolean truth;

    TransferKind(@Nullable LedgerCode counter, Direction direction, boolean truth) {
        this.counter = counter;
        this.direction = direction;
        this.truth = truth;
    }

    /** The code on the other side of cash, where there is just that one: such a transfer can be asked for by its amount. */
    public @Nullable LedgerCode counter() {
        return counter;
    }

    public Direction direction() {
        return direction;
    }

    /**
     * Whether it comes from business that is done already: it is booked whatever the cash, and whether or not the account may
     * start new business.
     */
    public boolean isTruth() {
        return truth;
    }

    /** Whether a position goes with it: an execution has ways of its own to be taken back, an act on it has none. */
    public boolean isOfPosition() {
        return switch (this) {
            case TRADE, TRADE_CANCEL, TRADE_CORRECT, SPLIT, VARIATION -> true;
            case DEPOSIT,
                    WITHDRAWAL,
                    FEE,
                    REBATE,
                    INTEREST,
                    FINANCING,
                    FUNDING,
                    DIVIDEND,
                    CONVERSION,
                    INTERNAL,
                    CORRECTION,
                    REVERSAL -> false;
        };
    }
}
