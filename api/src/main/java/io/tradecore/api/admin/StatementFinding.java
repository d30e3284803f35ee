package io.tradecore.api.admin;

/** In which way a venue's statement and our books do not agree. */
public enum StatementFinding {
    /** The venue has it, we do not. */
    MISSING_HERE,
    /** We have it, the venue does not. */
    MISSING_THERE,
    /** Both have it, with other values. */
    DIFFERING
}
