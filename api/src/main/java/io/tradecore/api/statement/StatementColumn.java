package io.tradecore.api.statement;

import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.edge.Times;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A column of a venue's file. Its name there is the constant's in lower case. */
public enum StatementColumn {
    /** FIX 150: TRADE, TRADE_CANCEL (a bust) or TRADE_CORRECT. */
    EXEC_TYPE("text"),
    /** FIX 17. */
    EXEC_ID("text"),
    /** FIX 19: what a bust or correction is of. */
    EXEC_REF_ID("text"),
    /** FIX 1, our account. */
    ACCOUNT("uuid"),
    /** FIX 198 of a route: our OrderID. */
    ORDER_ID("uuid"),
    /** FIX 11. */
    CL_ORD_ID("text"),
    /** FIX 55. */
    SYMBOL("text"),
    /** FIX 54. */
    SIDE("text"),
    /** FIX 32, of a correction as corrected. */
    LAST_QTY("numeric"),
    /** FIX 31, of a correction as corrected. */
    LAST_PX("numeric"),
    /** FIX 12, of the execution as it stands after the row; a rebate is negative. */
    FEE("numeric"),
    /** FIX 479. */
    CURRENCY("text"),
    /** FIX 60. */
    TRANSACT_TIME("timestamptz"),
    /** Of a position; a short one is negative. */
    QTY("numeric"),
    /** A currency. */
    ASSET("text"),
    /** Of cash. */
    AMOUNT("numeric");

    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Set<String> EXEC_TYPES = Set.of("TRADE", "TRADE_CANCEL", "TRADE_CORRECT");
    private static final Set<String> SIDES = Set.of("BUY", "SELL");
    private static final int LONGEST_EXEC_ID = 128;

    private final String sqlType;

    StatementColumn(String sqlType) {
        this.sqlType = sqlType;
    }

    /** As it is in a header. */
    public String header() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What its texts are to the database. */
    public String sqlType() {
        return sqlType;
    }

    /**
     * The text in its plain form.
     *
     * @throws io.tradecore.api.problem.ApiException that names the column where the text is none of its values
     */
    String read(String text) {
        switch (this) {
            case EXEC_TYPE -> oneOf(EXEC_TYPES, text, "TRADE, TRADE_CANCEL or TRADE_CORRECT");
            case SIDE -> oneOf(SIDES, text, "BUY or SELL");
            case EXEC_ID, EXEC_REF_ID -> Checks.text(header(), text, LONGEST_EXEC_ID);
            case CL_ORD_ID -> Checks.clientId(header(), text);
            case SYMBOL, CURRENCY, ASSET -> Checks.asset(header(), text);
            case ACCOUNT, ORDER_ID -> {
                if (!UUID.matcher(text).matches()) {
                    throw Checks.invalid(header(), "a UUID of 36 characters");
                }
            }
            case LAST_QTY -> {
                BigDecimal value = Decimals.parse(header(), text);
                Decimals.requirePositive(header(), value);
                return value.toPlainString();
            }
            case LAST_PX, FEE, QTY, AMOUNT -> {
                return Decimals.parse(header(), text).toPlainString();
            }
            case TRANSACT_TIME -> {
                Instant time = Times.parse(text);
                if (time == null) {
                    throw Checks.invalid(header(), "a time such as 2026-01-31T12:00:00Z");
                }
                return time.toString();
            }
        }
        return text;
    }

    private void oneOf(Set<String> values, String text, String words) {
        if (!values.contains(text)) {
            throw Checks.invalid(header(), words);
        }
    }
}
