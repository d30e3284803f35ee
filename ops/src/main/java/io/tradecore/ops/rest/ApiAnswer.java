package io.tradecore.ops.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What the API answered.
 *
 * @param status the HTTP status
 * @param body the JSON body; a missing node when there was none
 * @param replayed whether it was the stored answer to a repetition
 */
public record ApiAnswer(int status, JsonNode body, boolean replayed) {

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The stable code of a problem, or an empty text. */
    public String code() {
        return body.path("code").asText("");
    }

    /** A text field of the body, empty when absent. */
    public Optional<String> text(String field) {
        return Optional.ofNullable(body.path(field).textValue());
    }

    /** For messages: status, code and detail. */
    public String describe() {
        return status + " " + code() + " " + body.path("detail").asText("");
    }
}
