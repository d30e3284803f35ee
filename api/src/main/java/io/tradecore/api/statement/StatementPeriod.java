package io.tradecore.api.statement;

import io.tradecore.api.edge.Params;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What time a statement is of.
 *
 * @param from the first instant in it
 * @param to the first instant after it
 */
public record StatementPeriod(Instant from, Instant to) {
    private static final Duration LONGEST = Duration.ofDays(31);

    /** The period of a request's parameters: both ends are needed, at most 31 days apart. */
    public static StatementPeriod of(@Nullable String from, @Nullable String to) {
        Instant begin = Params.time("from", require("from", from));
        Instant end = Params.time("to", require("to", to));
        if (begin == null || end == null || !begin.isBefore(end) || end.isAfter(begin.plus(LONGEST))) {
            throw Params.invalid("to", "after from, by 31 days at most");
        }
        return new StatementPeriod(begin, end);
    }

    private static String require(String name, @Nullable String value) {
        if (value == null) {
            throw ApiException.ofField(ApiCode.PARAMETER_INVALID, name, name + " is needed.");
        }
        return value;
    }

    boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }
}
