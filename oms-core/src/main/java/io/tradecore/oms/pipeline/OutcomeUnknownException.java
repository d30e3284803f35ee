package io.tradecore.oms.pipeline;

/** The database could not be reached, or the answer to a COMMIT was lost. Repeating the request with its id is safe. */
public final class OutcomeUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
