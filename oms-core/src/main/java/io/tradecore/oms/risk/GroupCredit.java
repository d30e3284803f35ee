package io.tradecore.oms.risk;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What an account has of a credit that it has together with others of its base currency.
 *
 * @param scope FIRM, DESK or STRATEGY
 * @param scopeId the desk or the strategy; {@link Limit#FIRM_ID} of the firm
 * @param limit what all of them may use together, now
 * @param allotted what is lent to this account of it, which no other may use
 * @param bound the limit under which it was lent, null where nothing ever was
 */
public record GroupCredit(
        RuleScope scope,
        String scopeId,
        BigDecimal limit,
        BigDecimal allotted,
        @Nullable BigDecimal bound) {

    private static final BigDecimal SLICES = new BigDecimal("1000");
    private static final BigDecimal MUCH_MORE = new BigDecimal("4");

    /** Whether what is lent has to be looked at before so much is used: it does not reach, the limit is another, or it is far more. */
    public boolean isToBeLentAnew(BigDecimal needed) {
        return needed.compareTo(allotted) > 0
                || bound == null
                || bound.compareTo(limit) != 0
                || allotted.compareTo(wanted(needed).multiply(MUCH_MORE)) > 0;
    }

    /** What is needed and a slice of the line, so that the next order need not come back to it. */
    public BigDecimal wanted(BigDecimal needed) {
        return needed.add(limit.divide(SLICES, 2, RoundingMode.UP));
    }

    /** The same once so much of the limit of now is lent to it. */
    public GroupCredit lent(BigDecimal credit) {
        return new GroupCredit(scope, scopeId, limit, credit, limit);
    }
}
