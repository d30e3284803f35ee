package io.tradecore.api.edge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.type.Argument;
import io.micronaut.core.type.Headers;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.body.MessageBodyReader;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body into a record, field by field, and says which field is wrong. The framework's mapper is not used
 * for requests because it is forgiving where money is not: it takes {@code [5]} for 5, the last of two equal names, and
 * reads a number before anybody can see how it was written.
 *
 * <p>Unknown names, names given twice, wrong types and anything after the object are refused; a missing field or an
 * explicit null is refused unless the component is {@code @Nullable}. Components are String, BigDecimal, Integer, Boolean,
 * Instant, enums, sets of enums, lists of {@link RawJson}, further such records and lists of them.
 */
@Singleton
@Order(Ordered.HIGHEST_PRECEDENCE)
@Consumes(MediaType.APPLICATION_JSON)
final class StrictJsonReader<T> implements MessageBodyReader<T> {
    /** The longest body taken. The server's own limit is larger, for the sake of the one body that is a file. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(8).build())
            .build();

    @Override
    public boolean isReadable(Argument<T> type, @Nullable MediaType mediaType) {
        return JsonRequest.class.isAssignableFrom(type.getType())
                && type.getType().isRecord();
    }

    @Override
    public T read(Argument<T> type, @Nullable MediaType mediaType, Headers httpHeaders, InputStream inputStream) {
        try {
            byte[] json = inputStream.readNBytes(MAX_BYTES + 1);
            if (json.length > MAX_BYTES) {
                throw ApiException.of(ApiCode.BODY_TOO_LARGE, "The body is larger than 64 KiB.");
            }
            return read(type.getType(), json);
        } catch (IOException _) {
            throw ApiException.of(ApiCode.MALFORMED_JSON, "The body is not JSON in UTF-8.");
        }
    }

    /** Reads a whole body, or an object that was cut out of one. */
    static <T> T read(Class<T> type, byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw ApiException.of(ApiCode.BODY_MISSING, "A JSON body is needed.");
            }
            if (first != JsonToken.START_OBJECT) {
                throw ApiException.of(ApiCode.MALFORMED_JSON, "The body must be one JSON object.");
            }
            T value = type.cast(readRecord(type, "", parser, json));
            if (parser.nextToken() != null) {
                throw ApiException.of(ApiCode.MALFORMED_JSON, "There is something after the JSON object.");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw ApiException.of(ApiCode.MALFORMED_JSON, malformed(e));
        } catch (IOException _) {
            throw ApiException.of(ApiCode.MALFORMED_JSON, "The body is not JSON in UTF-8.");
        }
    }

    private static String malformed(JsonProcessingException e) {
        return e.getLocation() == null
                ? "The body is not well-formed JSON."
                : "The body is not well-formed JSON at line %d, column %d."
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    private static Object readRecord(Class<?> type, String path, JsonParser parser, byte[] json) throws IOException {
        RecordComponent[] components = type.getRecordComponents();
        Map<String, Integer> positions = HashMap.newHashMap(components.length);
        for (int i = 0; i < components.length; i++) {
            positions.put(components[i].getName(), i);
        }
        @Nullable Object[] values = new @Nullable Object[components.length];
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = path + parser.currentName();
            Integer position = positions.get(parser.currentName());
            if (position == null) {
                throw ApiException.ofField(ApiCode.FIELD_UNKNOWN, printable(field), "There is no such field here.");
            }
            JsonToken token = parser.nextToken();
            values[position] =
                    token == JsonToken.VALUE_NULL ? null : readValue(components[position], field, token, parser, json);
        }
        for (int i = 0; i < components.length; i++) {
            if (values[i] == null && !isNullable(components[i])) {
                String field = path + components[i].getName();
                throw ApiException.ofField(ApiCode.FIELD_MISSING, field, field + " is needed.");
            }
        }
        return construct(type, components, values);
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static Object readValue(
            RecordComponent component, String field, JsonToken token, JsonParser parser, byte[] json)
            throws IOException {
        if (component.getType() == Set.class) {
            return readNames((ParameterizedType) component.getGenericType(), field, token, parser, json);
        }
        if (component.getType() != List.class) {
            return readValue(component.getType(), field, token, parser, json);
        }
        Class<?> element = (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        return element == RawJson.class
                ? cutObjects(field, token, parser, json)
                : readList(element, field, token, parser, json);
    }

    /** The objects of an array, unread. */
    private static List<RawJson> cutObjects(String field, JsonToken token, JsonParser parser, byte[] json)
            throws IOException {
        if (token != JsonToken.START_ARRAY) {
            throw invalid(field, "an array");
        }
        List<RawJson> objects = new ArrayList<>();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            if (next != JsonToken.START_OBJECT) {
                throw invalid(field, "an array of JSON objects");
            }
            int begin = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            int end = (int) parser.currentLocation().getByteOffset();
            if (begin < 0) {
                throw ApiException.of(ApiCode.MALFORMED_JSON, "The body is not JSON in UTF-8.");
            }
            objects.add(new RawJson(Arrays.copyOfRange(json, begin, end)));
        }
        return objects;
    }

    /** An array of objects; a field in one of them is named as {@code orders[0].px}. */
    private static List<Object> readList(Class<?> type, String field, JsonToken token, JsonParser parser, byte[] json)
            throws IOException {
        if (token != JsonToken.START_ARRAY) {
            throw invalid(field, "an array");
        }
        List<Object> values = new ArrayList<>();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            values.add(readValue(type, field + "[" + values.size() + "]", next, parser, json));
        }
        return values;
    }

    /** An array of an enum's names, each once at most. */
    private static Set<Object> readNames(
            ParameterizedType type, String field, JsonToken token, JsonParser parser, byte[] json) throws IOException {
        if (token != JsonToken.START_ARRAY) {
            throw invalid(field, "an array");
        }
        Set<Object> values = new LinkedHashSet<>();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            if (!values.add(readValue((Class<?>) type.getActualTypeArguments()[0], field, next, parser, json))) {
                throw invalid(field, "without repetitions");
            }
        }
        return values;
    }

    private static Object readValue(Class<?> type, String field, JsonToken token, JsonParser parser, byte[] json)
            throws IOException {
        if (type == BigDecimal.class) {
            if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
                return Decimals.parse(field, parser.getText());
            }
            throw invalid(field, "a decimal, best as a string");
        }
        if (type == Boolean.class) {
            if (token.isBoolean()) {
                return parser.getBooleanValue();
            }
            throw invalid(field, "true or false");
        }
        if (type == Integer.class) {
            return readInteger(field, token, parser);
        }
        if (type.isRecord()) {
            if (token == JsonToken.START_OBJECT) {
                return readRecord(type, field + ".", parser, json);
            }
            throw invalid(field, "a JSON object");
        }
        if (token != JsonToken.VALUE_STRING) {
            throw invalid(field, "a string");
        }
        return readText(type, field, parser.getText());
    }

    private static Integer readInteger(String field, JsonToken token, JsonParser parser) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() <= 9) {
            return parser.getIntValue();
        }
        throw invalid(field, "a whole number of at most 9 digits");
    }

    private static Object readText(Class<?> type, String field, String text) {
        if (type == String.class) {
            return text;
        }
        if (type == Instant.class) {
            Instant time = Times.parse(text);
            if (time == null) {
                throw invalid(field, "a time such as 2026-01-31T12:00:00Z");
            }
            return time;
        }
        if (type.isEnum()) {
            StringJoiner names = new StringJoiner(", ");
            for (Object constant : type.getEnumConstants()) {
                String name = ((Enum<?>) constant).name();
                if (name.equals(text)) {
                    return constant;
                }
                names.add(name);
            }
            throw invalid(field, "one of " + names);
        }
        throw new IllegalStateException("no reading for " + type + " of " + field);
    }

    private static ApiException invalid(String field, String form) {
        return ApiException.ofField(ApiCode.FIELD_INVALID, field, field + " must be " + form + ".");
    }

    private static String printable(String field) {
        return Texts.isPrintable(field, 100) ? field : "?";
    }

    private static Object construct(Class<?> type, RecordComponent[] components, @Nullable Object[] values) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ApiException refused) {
                throw refused;
            }
            throw new IllegalStateException(type + " could not be made", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " needs a public canonical constructor", e);
        }
    }
}
