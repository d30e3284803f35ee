package io.tradecore.api.export;

import io.tradecore.api.edge.Params;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a journal may be written. In requests by their names in lower case. */
public enum ExportFormat {
    /** A line per leg, with a head line (RFC 4180, lines end in LF). */
    CSV("text/csv", "csv"),
    /** A JSON object per transfer. */
    JSONL("application/x-ndjson", "jsonl"),
    /** What {@code hledger} reads. */
    HLEDGER("text/plain", "journal"),
    /** What {@code bean-check} and {@code bean-query} read. */
    BEANCOUNT("text/plain", "beancount");

    private final String mediaType;
    private final String extension;

    ExportFormat(String mediaType, String extension) {
        this.mediaType = mediaType;
        this.extension = extension;
    }

    /** The format of a request, CSV where none is named. */
    public static ExportFormat of(@Nullable String name) {
        if (name == null) {
            return CSV;
        }
        return Arrays.stream(values())
                .filter(format -> format.lowerCaseName().equals(name))
                .findFirst()
                .orElseThrow(() -> Params.invalid(
                        "format",
                        "one of "
                                + Arrays.stream(values())
                                        .map(ExportFormat::lowerCaseName)
                                        .collect(Collectors.joining(", "))));
    }

    public String lowerCaseName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In UTF-8. */
    public String mediaType() {
        return mediaType;
    }

    /** Of a file of it. */
    public String extension() {
        return extension;
    }
}
