package io.tradecore.api.edge;

import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decimals at the edge. In: plain decimal text, as a JSON string or a JSON number written plainly; no exponent, no NaN,
 * no Infinity, no sign but minus. Out: plain text without trailing zeros.
 */
public final class Decimals {
    private static final Pattern PLAIN = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
    private static final int LONGEST_TEXT = 50;
    private static final int MOST_INTEGER_DIGITS = 18;
    private static final int MOST_DECIMALS = 18;

    private Decimals() {}

    /**
     * Reads a decimal of at most 18 digits before and 18 after the point.
     *
     * @throws ApiException DECIMAL_MALFORMED or DECIMAL_OUT_OF_RANGE, naming the field
     */
    public static BigDecimal parse(String field, String text) {
        if (text.length() <= LONGEST_TEXT && !PLAIN.matcher(text).matches()) {
            throw ApiException.ofField(
                    ApiCode.DECIMAL_MALFORMED, field, field + " must be a plain decimal such as 12.50.");
        }
        if (text.length() > LONGEST_TEXT) {
            throw outOfRange(field);
        }
        BigDecimal value = new BigDecimal(text).stripTrailingZeros();
        if (value.precision() - value.scale() > MOST_INTEGER_DIGITS || value.scale() > MOST_DECIMALS) {
            throw outOfRange(field);
        }
        // stripTrailingZeros turns 100 into 1E+2; a scale of 0 keeps the text plain everywhere.
        return value.scale() < 0 ? value.setScale(0) : value;
    }

    private static ApiException outOfRange(String field) {
        return ApiException.ofField(
                ApiCode.DECIMAL_OUT_OF_RANGE, field, field + " has more than 18 digits before or after the point.");
    }

    /** DECIMAL_NOT_POSITIVE unless the value is above zero or absent. */
    public static void requirePositive(String field, @Nullable BigDecimal value) {
        if (value != null && value.signum() <= 0) {
            throw ApiException.ofField(ApiCode.DECIMAL_NOT_POSITIVE, field, field + " must be above zero.");
        }
    }

    /** DECIMAL_NEGATIVE unless the value is zero or above. */
    public static void requireNotNegative(String field, BigDecimal value) {
        if (value.signum() < 0) {
            throw ApiException.ofField(ApiCode.DECIMAL_NEGATIVE, field, field + " must not be below zero.");
        }
    }

    /** As it is written in answers. */
    public static String text(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** As it is written in answers, null where there is no figure. */
    public static @Nullable String textOrNull(@Nullable BigDecimal value) {
        return value == null ? null : text(value);
    }
}
