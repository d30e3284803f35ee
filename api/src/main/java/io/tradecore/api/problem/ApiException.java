package io.tradecore.api.problem;

import io.tradecore.oms.command.Reason;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem. Carries no stack trace: it says what the caller did, not where we noticed. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient @Nullable Duration retryAfter;
    private final boolean replayed;

    private ApiException(Problem problem, @Nullable Duration retryAfter, boolean replayed) {
        super(problem.code() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
        this.replayed = replayed;
    }

    /** A problem of the request as a whole. */
    public static ApiException of(ApiCode code, String detail) {
        return new ApiException(ProblemMapper.problem(code, detail), null, false);
    }

    /** A problem of one field, parameter or path part. */
    public static ApiException ofField(ApiCode code, String field, String detail) {
        return new ApiException(ProblemMapper.problem(code, detail).withField(field), null, false);
    }

    /** The core's answer, nothing written. */
    public static ApiException of(Reason reason, String detail) {
        return new ApiException(ProblemMapper.problem(reason, detail), null, false);
    }

    /** Any problem; replayed tells that it is the stored answer to an earlier request. */
    public static ApiException of(Problem problem, boolean replayed) {
        return new ApiException(problem, null, replayed);
    }

    /** A problem that goes away by itself. */
    public static ApiException retryable(Problem problem, Duration retryAfter) {
        return new ApiException(problem, retryAfter, false);
    }

    /** The same answer whether the account is missing or another tenant's. */
    public static ApiException accountUnknown() {
        return of(Reason.ACCOUNT_UNKNOWN, "There is no such account.");
    }

    /** The same answer whether the order is missing or another account's. */
    public static ApiException orderUnknown() {
        return of(Reason.ORDER_UNKNOWN, "There is no such order.");
    }

    /** The database cannot answer now; nothing of this request was written. */
    public static ApiException databaseUnavailable() {
        return retryable(
                ProblemMapper.problem(ApiCode.DATABASE_UNAVAILABLE, "The database cannot be reached at the moment."),
                Duration.ofSeconds(1));
    }

    /** The request contradicts an earlier one with the same id. */
    public static ApiException existsWithDifferent(String field, String detail) {
        return ofField(ApiCode.EXISTS_WITH_DIFFERENT_BODY, field, detail);
    }

    public Problem problem() {
        return problem;
    }

    public Map<String, String> numbers() {
        return problem.numbers();
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    public boolean replayed() {
        return replayed;
    }
}
