package io.tradecore.api.edge;

/**
 * One object of an array in a request's body, unread: what is wrong in one is not wrong in the others. The body as a whole is
 * known to be well-formed JSON.
 *
 * @param json in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record RawJson(byte[] json) {

    /** Reads it as strictly as a body of its own. */
    public <T extends JsonRequest> T as(Class<T> type) {
        return StrictJsonReader.read(type, json);
    }
}
