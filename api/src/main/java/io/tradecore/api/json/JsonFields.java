package io.tradecore.api.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object from outside, each read as what it has to be. A field that is null counts as absent;
 * nested values of fields nobody asks for are passed over. Every bound here keeps what is read storable in PostgreSQL.
 */
public final class JsonFields {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxNumberLength(40)
                    .maxNameLength(256)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Pattern UNSIGNED_DECIMAL = Pattern.compile("[0-9]{1,24}(\\.[0-9]{1,18})?");
    private static final Pattern SIGNED_DECIMAL = Pattern.compile("-?" + UNSIGNED_DECIMAL);
    private static final Pattern PRINTABLE_ASCII = Pattern.compile("[\\x20-\\x7E]+");
    private static final Pattern CANONICAL_UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    // Control characters, and halves of a surrogate pair, which are no text.
    private static final Pattern NO_TEXT = Pattern.compile("[\\p{Cc}\\p{Cs}]");
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    private record Scalar(JsonToken token, String text) {}

    private final Map<String, Scalar> fields;

    private JsonFields(Map<String, Scalar> fields) {
        this.fields = fields;
    }

    /**
     * Reads a body that must be exactly one JSON object in UTF-8.
     *
     * @param maxBytes the longest body that is looked at
     */
    public static JsonFields read(byte[] body, int maxBytes) throws MalformedMessageException {
        if (body.length > maxBytes) {
            throw new MalformedMessageException("longer than " + maxBytes + " bytes");
        }
        try (JsonParser parser = JSON.createParser(utf8(body))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedMessageException("not a JSON object");
            }
            Map<String, Scalar> fields = new HashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value.isScalarValue()) {
                    fields.put(name, new Scalar(value, parser.getText()));
                } else {
                    fields.put(name, new Scalar(value, ""));
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new MalformedMessageException("something follows the JSON object");
            }
            return new JsonFields(fields);
        } catch (CharacterCodingException e) {
            throw new MalformedMessageException("not UTF-8");
        } catch (IOException e) {
            throw new MalformedMessageException("not JSON");
        }
    }

    /** A body as text for whoever has to look at it, whatever it is. */
    public static String readable(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The field must be there and must be exactly this text. */
    public void expect(String name, String value) throws MalformedMessageException {
        if (!value.equals(textOrNull(name))) {
            throw new MalformedMessageException(name + " must be \"" + value + "\"");
        }
    }

    /** The field must be there and must be exactly this number. */
    public void expect(String name, int value) throws MalformedMessageException {
        Scalar field = fields.get(name);
        if (field == null
                || field.token() != JsonToken.VALUE_NUMBER_INT
                || !field.text().equals(Integer.toString(value))) {
            throw new MalformedMessageException(name + " must be the number " + value);
        }
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        Scalar field = fields.get(name);
        return field != null && field.token() != JsonToken.VALUE_NULL;
    }

    /** A mandatory identifier: printable ASCII. */
    public String id(String name, int maxLength) throws MalformedMessageException {
        return required(name, idOrNull(name, maxLength));
    }

    /** An optional identifier: printable ASCII. */
    public @Nullable String idOrNull(String name, int maxLength) throws MalformedMessageException {
        String text = textOrNull(name);
        if (text != null
                && (text.length() > maxLength || !PRINTABLE_ASCII.matcher(text).matches())) {
            throw new MalformedMessageException(name + " must be 1 to " + maxLength + " printable ASCII characters");
        }
        return text;
    }

    /** An optional remark for people: shortened to maxLength, with what is no text replaced. */
    public @Nullable String remarkOrNull(String name, int maxLength) throws MalformedMessageException {
        String text = textOrNull(name);
        if (text == null) {
            return null;
        }
        String cut = text.length() <= maxLength ? text : text.substring(0, maxLength);
        return cut.codePoints()
                .map(c -> NO_TEXT.matcher(Character.toString(c)).matches() ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** A mandatory UUID in its canonical form of 36 lower-case characters. */
    public UUID uuid(String name) throws MalformedMessageException {
        String text = required(name, textOrNull(name));
        if (!CANONICAL_UUID.matcher(text).matches()) {
            throw new MalformedMessageException(name + " must be a UUID in lower case");
        }
        return UUID.fromString(text);
    }

    /** A mandatory decimal string, zero or more: no sign, no exponent, at most 24 digits and 18 decimals. */
    public BigDecimal unsigned(String name) throws MalformedMessageException {
        return required(name, decimalOrNull(name, UNSIGNED_DECIMAL));
    }

    /** An optional decimal string, zero or more. */
    public @Nullable BigDecimal unsignedOrNull(String name) throws MalformedMessageException {
        return decimalOrNull(name, UNSIGNED_DECIMAL);
    }

    /** A mandatory decimal string: no exponent, at most 24 digits and 18 decimals. */
    public BigDecimal signed(String name) throws MalformedMessageException {
        return required(name, decimalOrNull(name, SIGNED_DECIMAL));
    }

    /** A mandatory time: ISO-8601 in UTC, ending in Z, of this century. */
    public Instant time(String name) throws MalformedMessageException {
        return required(name, timeOrNull(name));
    }

    /** An optional time. */
    public @Nullable Instant timeOrNull(String name) throws MalformedMessageException {
        String text = textOrNull(name);
        if (text == null) {
            return null;
        }
        try {
            Instant time = Instant.parse(text);
            if (text.endsWith("Z") && !time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeException e) {
            // Said below, like every other way of being none.
        }
        throw new MalformedMessageException(name + " must be an ISO-8601 time in UTC between 2000 and 2100");
    }

    /** An optional decimal string, zero or more, or a sign before it. */
    public @Nullable BigDecimal signedOrNull(String name) throws MalformedMessageException {
        return decimalOrNull(name, SIGNED_DECIMAL);
    }

    private @Nullable BigDecimal decimalOrNull(String name, Pattern format) throws MalformedMessageException {
        String text = textOrNull(name);
        if (text == null) {
            return null;
        }
        if (!format.matcher(text).matches()) {
            throw new MalformedMessageException(name + " must be a plain decimal string");
        }
        return new BigDecimal(text);
    }

    private @Nullable String textOrNull(String name) throws MalformedMessageException {
        Scalar field = fields.get(name);
        if (field == null || field.token() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (field.token() != JsonToken.VALUE_STRING) {
            throw new MalformedMessageException(name + " must be a string");
        }
        return field.text();
    }

    private static <T> T required(String name, @Nullable T value) throws MalformedMessageException {
        if (value == null) {
            throw new MalformedMessageException(name + " is missing");
        }
        return value;
    }

    private static String utf8(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }
}
