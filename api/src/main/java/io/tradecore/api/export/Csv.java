package io.tradecore.api.export;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fields of comma-separated values (RFC 4180), an absent one empty. A text that a spreadsheet would take for a formula has an
 * apostrophe before it: names of operators and ids of venues are not ours to choose, numbers stay as they are.
 */
final class Csv {

    private static final String FORMULA_STARTS = "=+-@\t\r";
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private Csv() {}

    /** Adds a line of these fields. */
    static void line(StringBuilder text, @Nullable Object... fields) {
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                text.append(',');
            }
            Object field = fields[i];
            if (field != null) {
                field(text, field.toString());
            }
        }
        text.append('\n');
    }

    private static void field(StringBuilder text, String raw) {
        String value = isFormula(raw) ? "'" + raw : raw;
        if (value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')) {
            text.append(value);
        } else {
            text.append('"').append(value.replace("\"", "\"\"")).append('"');
        }
    }

    private static boolean isFormula(String value) {
        return !value.isEmpty()
                && FORMULA_STARTS.indexOf(value.charAt(0)) >= 0
                && !NUMBER.matcher(value).matches();
    }
}
