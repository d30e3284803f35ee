package io.tradecore.ledger;

import java.math.BigDecimal;
import java.util.UUID;

/**
 * A part of a balance set aside for something that has not been settled. An order's hold has the order's id.
 *
 * @param amount what was set aside at first, positive
 * @param remaining what still counts as pending; zero once closed
 */
public record Hold(UUID holdId, BalanceKey line, BigDecimal amount, BigDecimal remaining, boolean open) {

    public Hold {
        if (amount.signum() <= 0 || remaining.signum() < 0) {
            throw new IllegalArgumentException(
                    "a hold is positive and keeps at least zero: " + amount + ", " + remaining);
        }
        if (!open && remaining.signum() != 0) {
            throw new IllegalArgumentException("a closed hold holds nothing, not " + remaining);
        }
    }
}
