package io.tradecore.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * RFC 9457 problem details.
 *
 * @param code stable, to match on
 * @param field the field, parameter or path part at fault, where one is
 * @param orderId the order recorded as DENIED, where one was
 * @param cxlRejReason FIX 102, where a cancel or replace of an order was refused
 * @param ordRejReason FIX 103, where a new order was refused or denied
 * @param numbers what was compared, by name, as decimal strings
 */
@Serdeable.Serializable
@Schema(description = "RFC 9457 problem details; code is stable, the texts are not")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable String field,
        @Nullable String orderId,
        @Nullable Integer cxlRejReason,
        @Nullable Integer ordRejReason,
        Map<String, String> numbers) {

    /** By name, so that the same refusal is the same text in every process and each time it is asked for. */
    public Problem {
        numbers = Collections.unmodifiableMap(new TreeMap<>(numbers));
    }

    Problem(String type, String title, int status, String detail, String code) {
        this(type, title, status, detail, code, null, null, null, null, Map.of());
    }

    public Problem withField(@Nullable String name) {
        return new Problem(type, title, status, detail, code, name, orderId, cxlRejReason, ordRejReason, numbers);
    }

    public Problem withNumbers(Map<String, String> compared) {
        return new Problem(type, title, status, detail, code, field, orderId, cxlRejReason, ordRejReason, compared);
    }

    public Problem withDetail(String words) {
        return new Problem(type, title, status, words, code, field, orderId, cxlRejReason, ordRejReason, numbers);
    }

    public Problem withOrderId(String id) {
        return new Problem(type, title, status, detail, code, field, id, cxlRejReason, ordRejReason, numbers);
    }

    public Problem withCxlRejReason(@Nullable Integer reason) {
        return new Problem(type, title, status, detail, code, field, orderId, reason, ordRejReason, numbers);
    }

    public Problem withOrdRejReason(@Nullable Integer reason) {
        return new Problem(type, title, status, detail, code, field, orderId, cxlRejReason, reason, numbers);
    }
}
