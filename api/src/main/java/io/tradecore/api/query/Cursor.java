package io.tradecore.api.query;

import io.tradecore.api.edge.Times;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on: the key of the last row handed out. Opaque to clients; a cursor of one kind of list does not fit
 * another.
 */
public final class Cursor {
    private static final String SEPARATOR = "|";

    private Cursor() {}

    /** After this sequence number. */
    static String ofSeq(String kind, long seq) {
        return encode(kind, Long.toString(seq));
    }

    /** After this id. */
    static String ofId(String kind, String id) {
        return encode(kind, id);
    }

    /** After these parts. */
    public static String encode(String kind, String... parts) {
        String plain = kind + SEPARATOR + String.join(SEPARATOR, parts);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** The sequence number to go on after, -1 from the start. */
    static long seq(String kind, @Nullable String cursor) {
        if (cursor == null) {
            return -1;
        }
        return number(decode(kind, cursor, 1)[0]);
    }

    /** The id to go on after, or null from the start. */
    static @Nullable UUID id(String kind, @Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        return uuid(decode(kind, cursor, 1)[0]);
    }

    /** A part that is an id. */
    public static UUID uuid(String part) {
        try {
            return UUID.fromString(part);
        } catch (IllegalArgumentException _) {
            throw invalid();
        }
    }

    /** A part that is a number. */
    public static long number(String part) {
        try {
            return Long.parseLong(part);
        } catch (NumberFormatException _) {
            throw invalid();
        }
    }

    /** A part that is a time. */
    public static Instant time(String part) {
        Instant time = Times.parse(part);
        if (time == null) {
            throw invalid();
        }
        return time;
    }

    /**
     * The parts of a cursor of this kind.
     *
     * @throws ApiException CURSOR_INVALID if it is none
     */
    public static String[] decode(String kind, String cursor, int parts) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            String[] decoded = plain.split("\\|", -1);
            if (decoded.length == parts + 1 && decoded[0].equals(kind) && plain.indexOf('\0') < 0) {
                return Arrays.copyOfRange(decoded, 1, decoded.length);
            }
        } catch (IllegalArgumentException _) {
            // Not base64url: the same answer as for a cursor of another list.
        }
        throw invalid();
    }

    private static ApiException invalid() {
        return ApiException.ofField(ApiCode.CURSOR_INVALID, "cursor", "This is no cursor of this list.");
    }
}
