package io.tradecore.oms.pipeline;

/** A batch was not committed, or it is not known whether it was. */
public final class BatchFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What to do about it. */
    public enum Kind {
        /** Lost a race for locks (SQLSTATE 40001, 40P01, 55P03): the same batch may go through next time. */
        CONTENDED,
        /** The connection failed, perhaps after the COMMIT was sent: only the commands' own keys can tell. */
        CONNECTION,
        /** The database refused what the batch contains (SQLSTATE class 22 or 23): it will refuse it again. */
        CONTENT,
        /** Anything else. */
        OTHER
    }

    private final Kind kind;

    public BatchFailedException(Kind kind, Throwable cause) {
        super(cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
