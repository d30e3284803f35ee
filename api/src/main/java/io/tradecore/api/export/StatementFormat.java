package io.tradecore.api.export;

import io.tradecore.api.edge.Params;
import org.jspecify.annotations.Nullable;

/** How a statement may be written. */
public enum StatementFormat {
    JSON("application/json"),
    CSV("text/csv");

    private final String mediaType;

    StatementFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The format of a request, JSON where none is named. */
    public static StatementFormat of(@Nullable String name) {
        if (name == null || name.equals("json")) {
            return JSON;
        }
        if (name.equals("csv")) {
            return CSV;
        }
        throw Params.invalid("format", "json or csv");
    }

    /** In UTF-8. */
    public String mediaType() {
        return mediaType;
    }
}
