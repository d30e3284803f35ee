package io.tradecore.ops.venue.wire;

import java.io.Serial;

/** A message that is not what the protocol says. Sending it again will not help. */
public final class MalformedMessageException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String message) {
        super(message);
    }

    public MalformedMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
