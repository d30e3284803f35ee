package io.tradecore.api.export;

import org.jspecify.annotations.Nullable;

/** Fields of comma-separated values (RFC 4180), an absent one empty. */
final class Csv {

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

    private static void field(StringBuilder text, String value) {
        if (value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')) {
            text.append(value);
        } else {
            text.append('"').append(value.replace("\"", "\"\"")).append('"');
        }
    }
}
