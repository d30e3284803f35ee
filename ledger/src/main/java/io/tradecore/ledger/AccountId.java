package io.tradecore.ledger;

import java.util.UUID;

/** Names a trading account (FIX 1, Account). Every row an account owns leads with it. */
public record AccountId(UUID value) implements Comparable<AccountId> {

    /**
     * Reads the canonical 36-character form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static AccountId of(String text) {
        // UUID.fromString accepts short groups such as 1-1-1-1-1, which would give one account several spellings.
        if (text.length() != 36) {
            throw new IllegalArgumentException("not a UUID: " + text);
        }
        return new AccountId(UUID.fromString(text));
    }

    /** PostgreSQL's order of uuid (unsigned), so that locks taken in Java's order are taken in the database's. */
    @Override
    public int compareTo(AccountId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
