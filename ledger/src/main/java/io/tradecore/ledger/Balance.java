package io.tradecore.ledger;

import java.math.BigDecimal;

/**
 * What an account has under one code of one asset.
 *
 * @param posted sum of the entries
 * @param pending sum of the open holds, never negative
 */
public record Balance(BigDecimal posted, BigDecimal pending) {

    public static final Balance ZERO = new Balance(BigDecimal.ZERO, BigDecimal.ZERO);

    /** What new business may use. Negative when a late fill or a fee took more than there was. */
    public BigDecimal available() {
        return posted.subtract(pending);
    }
}
