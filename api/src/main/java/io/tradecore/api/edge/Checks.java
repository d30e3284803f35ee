package io.tradecore.api.edge;

import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms of ids and texts in requests. Each throws FIELD_INVALID, naming the field, unless the value has it. */
public final class Checks {
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Pattern ASSET = Pattern.compile("[A-Z0-9]{2,20}");
    private static final Pattern CALENDAR = Pattern.compile("[A-Z0-9_]{1,20}");
    private static final Pattern GROUP = Pattern.compile("[A-Z0-9_-]{1,20}");
    private static final Pattern VENUE = Pattern.compile("[A-Z0-9]{1,20}");

    private Checks() {}

    /** A ClOrdID or transfer id. */
    public static void clientId(String field, String value) {
        matches(CLIENT_ID, field, value, "1 to 64 of letters, digits and . _ : -");
    }

    /** An asset or a symbol. */
    public static void asset(String field, String value) {
        matches(ASSET, field, value, "2 to 20 of A-Z and 0-9");
    }

    /** A venue id. */
    public static void venueId(String field, String value) {
        matches(VENUE, field, value, "1 to 20 of A-Z and 0-9");
    }

    /** The id of a desk or a strategy. */
    public static void groupId(String field, String value) {
        matches(GROUP, field, value, "1 to 20 of A-Z, 0-9, _ and -");
    }

    /** A calendar's name. */
    public static void calendarId(String field, String value) {
        matches(CALENDAR, field, value, "1 to 20 upper-case letters, digits and underscores");
    }

    /** Text for people. */
    public static void text(String field, String value, int longest) {
        if (!Texts.isPrintable(value, longest)) {
            throw invalid(field, "1 to " + longest + " printable characters");
        }
    }

    /** A whole number in a range, both ends included, or absent. */
    public static void range(String field, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw invalid(field, "from " + least + " to " + most);
        }
    }

    /** FIELD_INVALID: what the field must be. */
    public static ApiException invalid(String field, String form) {
        return ApiException.ofField(ApiCode.FIELD_INVALID, field, field + " must be " + form + ".");
    }

    private static void matches(Pattern form, String field, String value, String words) {
        if (!form.matcher(value).matches()) {
            throw invalid(field, words);
        }
    }
}
