package io.tradecore.api.json;

/** A message cannot be read. The text says which field and why, for whoever sent it. */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String message) {
        super(message);
    }
}
