package io.tradecore.ops.bench;

/** The books are wrong after a case: its figures are worth nothing. */
final class InvariantException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvariantException(String message) {
        super(message);
    }
}
