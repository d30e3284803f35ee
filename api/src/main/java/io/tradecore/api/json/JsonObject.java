package io.tradecore.api.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object in the order of the calls; what is null is left out. Not thread-safe. */
public final class JsonObject {
    private static final JsonFactory JSON = new JsonFactory();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final JsonGenerator generator;

    public JsonObject() {
        try {
            generator = JSON.createGenerator(bytes);
            generator.writeStartObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonObject put(String name, @Nullable String value) {
        try {
            if (value != null) {
                generator.writeStringField(name, value);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonObject put(String name, long value) {
        try {
            generator.writeNumberField(name, value);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a plain decimal string: JSON numbers are read as binary fractions by too many programs. */
    public JsonObject put(String name, @Nullable BigDecimal value) {
        return put(name, value == null ? null : value.toPlainString());
    }

    /** As ISO-8601 in UTC. */
    public JsonObject put(String name, @Nullable Instant value) {
        return put(name, value == null ? null : value.toString());
    }

    /** As an array of strings. */
    public JsonObject put(String name, List<String> values) {
        try {
            generator.writeArrayFieldStart(name);
            for (String value : values) {
                generator.writeString(value);
            }
            generator.writeEndArray();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the object. */
    public byte[] toBytes() {
        try {
            generator.writeEndObject();
            generator.close();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
