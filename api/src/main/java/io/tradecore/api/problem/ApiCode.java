package io.tradecore.api.problem;

/**
 * What the HTTP surface itself can find wrong, beside the core's {@code Reason}. The names are stable: clients match on
 * them. {@code docs/errors.md} explains each.
 */
public enum ApiCode {
    BAD_REQUEST,
    MALFORMED_JSON,
    BODY_MISSING,
    FIELD_UNKNOWN,
    FIELD_MISSING,
    FIELD_INVALID,
    DECIMAL_MALFORMED,
    DECIMAL_NOT_POSITIVE,
    DECIMAL_NEGATIVE,
    DECIMAL_OUT_OF_RANGE,
    PARAMETER_INVALID,
    CURSOR_INVALID,
    UNAUTHENTICATED,
    FORBIDDEN,
    ROUTE_UNKNOWN,
    INSTRUMENT_NOT_FOUND,
    QUARANTINE_NOT_FOUND,
    METHOD_NOT_ALLOWED,
    NOT_ACCEPTABLE,
    BODY_TOO_LARGE,
    MEDIA_TYPE_UNSUPPORTED,
    VENUE_UNKNOWN,
    EXISTS_WITH_DIFFERENT_BODY,
    QUARANTINE_RESOLVED,
    ACCOUNT_CLOSED,
    RATE_LIMIT_EXCEEDED,
    OUTCOME_UNKNOWN,
    DATABASE_UNAVAILABLE,
    INTERNAL
}
