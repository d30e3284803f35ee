package io.tradecore.api.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpResponse;

/** What the API answered. */
public record Answer(
        int status, String contentType, boolean replayed, String text, JsonNode json, HttpResponse<String> raw) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer of(HttpResponse<String> response) {
        String contentType = response.headers().firstValue("Content-Type").orElse("");
        boolean replayed = response.headers()
                .firstValue("Idempotent-Replayed")
                .map("true"::equals)
                .orElse(false);
        return new Answer(response.statusCode(), contentType, replayed, response.body(), parse(response), response);
    }

    private static JsonNode parse(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }

    /** A text or number of the answer, empty where it is absent. */
    public String text(String field) {
        return json.path(field).asText();
    }

    public String code() {
        return text("code");
    }

    public String header(String name) {
        return raw.headers().firstValue(name).orElse("");
    }

    @Override
    public String toString() {
        return status + " " + text;
    }
}
