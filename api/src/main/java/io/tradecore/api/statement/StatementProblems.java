package io.tradecore.api.statement;

import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.problem.Problem;
import io.tradecore.api.problem.ProblemMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a file, each naming the line: {@code numbers.line}, the header being line 1. */
public final class StatementProblems {

    private StatementProblems() {}

    /** The same problem, of this line. */
    public static ApiException onLine(long line, Problem problem) {
        return ApiException.of(
                problem.withDetail("Line " + line + ": " + problem.detail())
                        .withNumbers(Map.of("line", Long.toString(line))),
                false);
    }

    /** A row that is no row of this file. */
    public static ApiException malformed(long line, String detail) {
        return onLine(line, ProblemMapper.problem(ApiCode.STATEMENT_MALFORMED, detail));
    }

    /** Something that may be in a file once. */
    public static ApiException twice(long line, long firstLine, String field, String detail) {
        Problem problem = ProblemMapper.problem(ApiCode.STATEMENT_ROW_TWICE, "Line " + line + ": " + detail)
                .withField(field)
                .withNumbers(Map.of("line", Long.toString(line), "firstLine", Long.toString(firstLine)));
        return ApiException.of(problem, false);
    }

    static ApiException header(@Nullable String field, String detail) {
        return onLine(
                1,
                ProblemMapper.problem(ApiCode.STATEMENT_HEADER_INVALID, detail).withField(field));
    }

    static ApiException empty() {
        return ApiException.of(ApiCode.STATEMENT_EMPTY, "The file is empty; a statement of nothing has a header.");
    }

    static ApiException tooLarge(String detail) {
        return ApiException.of(ApiCode.STATEMENT_TOO_LARGE, detail);
    }
}
