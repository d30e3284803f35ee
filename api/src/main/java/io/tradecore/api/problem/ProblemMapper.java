package io.tradecore.api.problem;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.micronaut.context.annotation.Primary;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.web.router.exceptions.UnsatisfiedBodyRouteException;
import io.tradecore.api.sql.SqlFailures;
import io.tradecore.oms.command.Reason;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where what went wrong becomes an HTTP status and a problem document, or a gRPC status: the core's
 * reasons, this surface's codes, and whatever the framework refuses by itself.
 */
@Singleton
@Primary
public final class ProblemMapper implements ErrorResponseProcessor<Problem> {

    /** RFC 9457. */
    public static final String PROBLEM_JSON = "application/problem+json";

    /** Set to true on an answer that was stored when the same request came before. */
    public static final String IDEMPOTENT_REPLAYED = "Idempotent-Replayed";

    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);
    private static final Metadata.Key<String> GRPC_RETRY_AFTER =
            Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER);

    /** A problem of this surface. */
    public static Problem problem(ApiCode code, String detail) {
        return problem(code.name(), status(code), detail);
    }

    /** A problem the core found. */
    public static Problem problem(Reason reason, String detail) {
        return problem(reason.name(), status(reason), detail);
    }

    private static Problem problem(String code, HttpStatus status, String detail) {
        String words = code.replace('_', ' ').toLowerCase(Locale.ROOT);
        String title = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        return new Problem("urn:tradecore:problem:" + code, title, status.getCode(), detail, code);
    }

    /** The answer that carries the problem. */
    public static MutableHttpResponse<Problem> response(ApiException e) {
        MutableHttpResponse<Problem> response = HttpResponse.<Problem>status(
                        HttpStatus.valueOf(e.problem().status()))
                .body(e.problem())
                .contentType(PROBLEM_JSON);
        Duration retryAfter = e.retryAfter();
        if (retryAfter != null) {
            response.header(HttpHeaders.RETRY_AFTER, wholeSeconds(retryAfter));
        }
        if (e.replayed()) {
            response.header(IDEMPOTENT_REPLAYED, "true");
        }
        return response;
    }

    /** Rounded up: RFC 9110 knows no fractions, and too early is refused again. */
    private static String wholeSeconds(Duration retryAfter) {
        return Long.toString(Math.max(1, (retryAfter.toMillis() + 999) / 1000));
    }

    /**
     * The same as a gRPC status: {@code google.rpc.ErrorInfo} carries the code as its reason, and the field, the order's id
     * and the numbers; what goes away by itself has {@code google.rpc.RetryInfo} and {@code retry-after} in whole seconds.
     */
    public static StatusRuntimeException grpc(Throwable failure) {
        ApiException e = told(failure);
        Problem problem = e.problem();
        ErrorInfo.Builder info = ErrorInfo.newBuilder()
                .setReason(problem.code())
                .setDomain("tradecore")
                .putAllMetadata(problem.numbers());
        if (problem.field() != null) {
            info.putMetadata("field", problem.field());
        }
        if (problem.orderId() != null) {
            info.putMetadata("orderId", problem.orderId());
        }
        if (problem.cxlRejReason() != null) {
            info.putMetadata("cxlRejReason", problem.cxlRejReason().toString());
        }
        if (problem.ordRejReason() != null) {
            info.putMetadata("ordRejReason", problem.ordRejReason().toString());
        }
        if (e.replayed()) {
            info.putMetadata("replayed", "true");
        }
        com.google.rpc.Status.Builder status = com.google.rpc.Status.newBuilder()
                .setCode(grpcCode(problem).value())
                .setMessage(problem.detail())
                .addDetails(Any.pack(info.build()));
        Metadata trailers = new Metadata();
        Duration retryAfter = e.retryAfter();
        if (retryAfter != null) {
            status.addDetails(Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(com.google.protobuf.Duration.newBuilder()
                            .setSeconds(retryAfter.getSeconds())
                            .setNanos(retryAfter.getNano()))
                    .build()));
            trailers.put(GRPC_RETRY_AFTER, wholeSeconds(retryAfter));
        }
        return StatusProto.toStatusRuntimeException(status.build(), trailers);
    }

    private static Status.Code grpcCode(Problem problem) {
        return switch (problem.status()) {
            case 400 -> Status.Code.INVALID_ARGUMENT;
            case 401 -> Status.Code.UNAUTHENTICATED;
            case 403 -> Status.Code.PERMISSION_DENIED;
            case 404 -> Status.Code.NOT_FOUND;
            case 409 ->
                problem.code().startsWith("EXISTS_WITH_DIFFERENT_")
                        ? Status.Code.ALREADY_EXISTS
                        : Status.Code.FAILED_PRECONDITION;
            case 422 -> Status.Code.FAILED_PRECONDITION;
            case 413, 429 -> Status.Code.RESOURCE_EXHAUSTED;
            case 503 ->
                problem.code().equals(Reason.OVERLOADED.name())
                        ? Status.Code.RESOURCE_EXHAUSTED
                        : Status.Code.UNAVAILABLE;
            default -> Status.Code.INTERNAL;
        };
    }

    /** What a client is told of a failure: its problem, or no more than that the fault is ours, which is logged. */
    public static ApiException told(Throwable failure) {
        ApiException known = apiException(failure);
        if (known != null) {
            return known;
        }
        if (SqlFailures.isUnavailable(failure)) {
            return ApiException.databaseUnavailable();
        }
        LOG.error("A request failed", failure);
        return ApiException.of(ApiCode.INTERNAL, detail(ApiCode.INTERNAL));
    }

    /** Rewrites what the framework refused by itself: its own texts may name classes, so none of them is handed out. */
    @Override
    public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        Throwable cause = context.getRootCause().orElse(null);
        ApiException known = apiException(cause);
        if (known != null) {
            return response(known);
        }
        if (SqlFailures.isUnavailable(cause)) {
            return response(ApiException.databaseUnavailable());
        }
        ApiCode code = code(response.status(), cause);
        Problem problem = problem(code, detail(code));
        if (code == ApiCode.UNAUTHENTICATED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return response.status(HttpStatus.valueOf(problem.status()))
                .body(problem)
                .contentType(PROBLEM_JSON);
    }

    private static @Nullable ApiException apiException(@Nullable Throwable cause) {
        Throwable inner = cause;
        for (int depth = 0; inner != null && depth < 10; depth++) {
            if (inner instanceof ApiException known) {
                return known;
            }
            inner = inner.getCause();
        }
        return null;
    }

    private static ApiCode code(HttpStatus status, @Nullable Throwable cause) {
        return switch (status) {
            case UNAUTHORIZED -> ApiCode.UNAUTHENTICATED;
            case FORBIDDEN -> ApiCode.FORBIDDEN;
            case NOT_FOUND -> ApiCode.ROUTE_UNKNOWN;
            case METHOD_NOT_ALLOWED -> ApiCode.METHOD_NOT_ALLOWED;
            case NOT_ACCEPTABLE -> ApiCode.NOT_ACCEPTABLE;
            case REQUEST_ENTITY_TOO_LARGE -> ApiCode.BODY_TOO_LARGE;
            case UNSUPPORTED_MEDIA_TYPE -> ApiCode.MEDIA_TYPE_UNSUPPORTED;
            case SERVICE_UNAVAILABLE -> ApiCode.DATABASE_UNAVAILABLE;
            default -> {
                if (status.getCode() >= 500) {
                    yield ApiCode.INTERNAL;
                }
                yield cause instanceof UnsatisfiedBodyRouteException
                        ? ApiCode.BODY_MISSING
                        : cause instanceof ConversionErrorException ? ApiCode.PARAMETER_INVALID : ApiCode.BAD_REQUEST;
            }
        };
    }

    private static String detail(ApiCode code) {
        return switch (code) {
            case UNAUTHENTICATED -> "A valid bearer token is needed.";
            case FORBIDDEN -> "The token's roles do not allow this.";
            case ROUTE_UNKNOWN -> "There is nothing at this path.";
            case METHOD_NOT_ALLOWED -> "This path does not take this method.";
            case NOT_ACCEPTABLE -> "The answer is JSON; the Accept header excludes it.";
            case BODY_TOO_LARGE -> "The body is larger than 64 KiB.";
            case MEDIA_TYPE_UNSUPPORTED -> "The body is of a type that is not taken here.";
            case BODY_MISSING -> "A JSON body is needed.";
            case DATABASE_UNAVAILABLE -> "The service cannot answer at the moment.";
            case INTERNAL -> "Something went wrong on our side; it has been logged.";
            case PARAMETER_INVALID -> "A parameter is not of its form.";
            case BAD_REQUEST,
                    MALFORMED_JSON,
                    FIELD_UNKNOWN,
                    FIELD_MISSING,
                    FIELD_INVALID,
                    DECIMAL_MALFORMED,
                    DECIMAL_NOT_POSITIVE,
                    DECIMAL_NEGATIVE,
                    DECIMAL_OUT_OF_RANGE,
                    CURSOR_INVALID,
                    INSTRUMENT_NOT_FOUND,
                    SCOPE_NOT_FOUND,
                    ACT_NOT_FOUND,
                    ACT_UNFINISHED,
                    INSTRUMENT_NOT_SETTLED_DAILY,
                    CALENDAR_NOT_FOUND,
                    CALENDAR_UNKNOWN,
                    QUARANTINE_NOT_FOUND,
                    BREAK_NOT_FOUND,
                    BREAK_RESOLVED,
                    STATEMENT_NOT_FOUND,
                    STATEMENT_ITEM_NOT_FOUND,
                    STATEMENT_EMPTY,
                    STATEMENT_HEADER_INVALID,
                    STATEMENT_MALFORMED,
                    STATEMENT_TOO_LARGE,
                    STATEMENT_ROW_TWICE,
                    STATEMENT_ITEM_RESOLVED,
                    BOOKING_NOT_FOUND,
                    ACCOUNT_NOT_EMPTY,
                    REOPENING_NOT_FOUND,
                    RISK_CHANGE_NOT_FOUND,
                    RATE_PAIR_NOT_FOUND,
                    RATE_PAIR_CURRENCY,
                    HEDGING_NEEDS_MARGIN,
                    VENUE_UNKNOWN,
                    DESK_UNKNOWN,
                    STRATEGY_UNKNOWN,
                    RISK_RULE_UNKNOWN,
                    EXISTS_WITH_DIFFERENT_BODY,
                    QUARANTINE_RESOLVED,
                    QUARANTINE_NOT_APPLICABLE,
                    QUARANTINE_UNREADABLE,
                    ACCOUNT_CLOSED,
                    PERIOD_NOT_CLOSED,
                    REOPENING_NOT_APPLICABLE,
                    RISK_CHANGE_NOT_APPLICABLE,
                    RATE_LIMIT_EXCEEDED,
                    MESSAGE_RATE_EXCEEDED,
                    OUTCOME_UNKNOWN -> "The request cannot be read.";
        };
    }

    private static HttpStatus status(ApiCode code) {
        return switch (code) {
            case BAD_REQUEST,
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
                    STATEMENT_EMPTY,
                    STATEMENT_HEADER_INVALID,
                    STATEMENT_MALFORMED -> HttpStatus.BAD_REQUEST;
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case ROUTE_UNKNOWN,
                    INSTRUMENT_NOT_FOUND,
                    SCOPE_NOT_FOUND,
                    ACT_NOT_FOUND,
                    CALENDAR_NOT_FOUND,
                    QUARANTINE_NOT_FOUND,
                    BREAK_NOT_FOUND,
                    REOPENING_NOT_FOUND,
                    RISK_CHANGE_NOT_FOUND,
                    RATE_PAIR_NOT_FOUND,
                    STATEMENT_NOT_FOUND,
                    STATEMENT_ITEM_NOT_FOUND -> HttpStatus.NOT_FOUND;
            case METHOD_NOT_ALLOWED -> HttpStatus.METHOD_NOT_ALLOWED;
            case NOT_ACCEPTABLE -> HttpStatus.NOT_ACCEPTABLE;
            case BODY_TOO_LARGE, STATEMENT_TOO_LARGE -> HttpStatus.REQUEST_ENTITY_TOO_LARGE;
            case MEDIA_TYPE_UNSUPPORTED -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            case VENUE_UNKNOWN,
                    DESK_UNKNOWN,
                    STRATEGY_UNKNOWN,
                    RISK_RULE_UNKNOWN,
                    CALENDAR_UNKNOWN,
                    RATE_PAIR_CURRENCY,
                    HEDGING_NEEDS_MARGIN,
                    QUARANTINE_UNREADABLE,
                    STATEMENT_ROW_TWICE,
                    BOOKING_NOT_FOUND -> HttpStatus.UNPROCESSABLE_ENTITY;
            case EXISTS_WITH_DIFFERENT_BODY,
                    QUARANTINE_RESOLVED,
                    QUARANTINE_NOT_APPLICABLE,
                    BREAK_RESOLVED,
                    STATEMENT_ITEM_RESOLVED,
                    ACCOUNT_CLOSED,
                    ACCOUNT_NOT_EMPTY,
                    PERIOD_NOT_CLOSED,
                    ACT_UNFINISHED,
                    INSTRUMENT_NOT_SETTLED_DAILY,
                    REOPENING_NOT_APPLICABLE,
                    RISK_CHANGE_NOT_APPLICABLE -> HttpStatus.CONFLICT;
            case RATE_LIMIT_EXCEEDED, MESSAGE_RATE_EXCEEDED -> HttpStatus.TOO_MANY_REQUESTS;
            case OUTCOME_UNKNOWN, DATABASE_UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            case INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }

    private static HttpStatus status(Reason reason) {
        return switch (reason) {
            case ACCOUNT_UNKNOWN, ORDER_UNKNOWN, LIST_UNKNOWN, TRANSFER_UNKNOWN, HOLD_UNKNOWN, WITHDRAWAL_UNKNOWN ->
                HttpStatus.NOT_FOUND;
            case INSTRUMENT_UNKNOWN,
                    INSTRUMENT_DISABLED,
                    ASSET_UNKNOWN,
                    AMOUNT_SCALE,
                    AMOUNT_OVERFLOW,
                    TRANSFER_ID_RESERVED,
                    HOLD_EXPIRY_PAST,
                    HOLD_EXCEEDED,
                    CONVERSION_TOO_SMALL,
                    REVERSAL_NOT_ALLOWED,
                    REVERSAL_IN_PART,
                    REVERSAL_EXCEEDED,
                    REVERSAL_BEFORE_ORIGINAL,
                    REVERSAL_OTHER_ACCOUNT,
                    WITHDRAWAL_NEEDS_APPROVAL,
                    FOUR_EYES,
                    PERIOD_CLOSED,
                    QTY_SCALE,
                    QTY_LOT,
                    CASH_ORDER_QTY_SCALE,
                    CASH_ORDER_QTY_BELOW_LOT,
                    DISPLAY_QTY_EXCEEDS_ORDER_QTY,
                    PX_SCALE,
                    PX_TICK,
                    STOP_PX_SCALE,
                    STOP_PX_TICK,
                    PX_NOT_POSITIVE,
                    STOP_PX_NOT_POSITIVE,
                    TRAIL_AMOUNT_SCALE,
                    TRAIL_AMOUNT_TICK,
                    STOP_PX_NOT_ALLOWED,
                    TRAIL_NOT_ALLOWED,
                    PX_NOT_ALLOWED,
                    EXPIRE_TIME_PAST,
                    EXPIRE_TIME_MISSING,
                    EXPIRE_TIME_NOT_ALLOWED,
                    POSITION_EFFECT_MISSING,
                    POSITION_EFFECT_NOT_ALLOWED,
                    LEG_NOT_ALLOWED,
                    LIST_TOO_SHORT,
                    LIST_TOO_LONG,
                    LIST_CL_ORD_ID_TWICE,
                    LIST_LOOP,
                    LIST_SHAPE,
                    LIST_SYMBOLS_DIFFER,
                    LIST_SIDES_DIFFER,
                    LIST_ORD_TYPE,
                    LIST_QTYS_DIFFER,
                    LIST_QTY_EXCEEDS_PARENT,
                    LIST_PX_WRONG_SIDE,
                    LIST_NOT_ON_HEDGING,
                    MARGIN_TERMS_MISSING,
                    MARGIN_INSUFFICIENT,
                    ACCOUNT_NOT_ACTIVE,
                    TRADING_HALTED,
                    TRADING_REDUCE_ONLY,
                    LIMIT_MISSING,
                    MARGIN_ACCOUNT_REQUIRED,
                    SESSION_CLOSED,
                    INSTRUMENT_HALTED,
                    INSTRUMENT_RESTRICTED,
                    USER_NOT_PERMITTED,
                    ORD_TYPE_NOT_ALLOWED,
                    TIME_IN_FORCE_NOT_ALLOWED,
                    QTY_BELOW_MIN,
                    QTY_EXCEEDS_MAX,
                    MARKET_QTY_EXCEEDS_MAX,
                    NOTIONAL_BELOW_MIN,
                    NOTIONAL_EXCEEDS_MAX,
                    QUOTE_MISSING,
                    QUOTE_STALE,
                    PX_OUTSIDE_COLLAR,
                    TRIGGER_PRICE_MISSING,
                    REDUCE_ONLY_INCREASES,
                    CLOSE_EXCEEDS_LEG,
                    LOCATE_MISSING,
                    LOCATE_EXCEEDED,
                    DUPLICATE_ORDER,
                    REPEATED_EXECUTIONS,
                    ORDER_TO_TRADE_EXCEEDED,
                    EXPOSURE_UNKNOWN,
                    RATE_MISSING,
                    OPEN_ORDERS_EXCEEDED,
                    OPEN_NOTIONAL_EXCEEDED,
                    POSITION_EXCEEDS_MAX,
                    CREDIT_EXCEEDED,
                    GROUP_CREDIT_EXCEEDED,
                    DAILY_LOSS_EXCEEDED,
                    SELF_TRADE,
                    CASH_INSUFFICIENT,
                    POSITION_INSUFFICIENT -> HttpStatus.UNPROCESSABLE_ENTITY;
            case EXISTS_WITH_DIFFERENT_KIND,
                    EXISTS_WITH_DIFFERENT_SYMBOL,
                    EXISTS_WITH_DIFFERENT_SIDE,
                    EXISTS_WITH_DIFFERENT_ORD_TYPE,
                    EXISTS_WITH_DIFFERENT_EXEC_INST,
                    EXISTS_WITH_DIFFERENT_TIME_IN_FORCE,
                    EXISTS_WITH_DIFFERENT_EXPIRE_TIME,
                    EXISTS_WITH_DIFFERENT_ORDER_QTY,
                    EXISTS_WITH_DIFFERENT_DISPLAY_QTY,
                    EXISTS_WITH_DIFFERENT_PX,
                    EXISTS_WITH_DIFFERENT_CASH_ORDER_QTY,
                    EXISTS_WITH_DIFFERENT_STOP_PX,
                    EXISTS_WITH_DIFFERENT_TRIGGER_PRICE_TYPE,
                    EXISTS_WITH_DIFFERENT_TRAIL,
                    EXISTS_WITH_DIFFERENT_ORDER_ID,
                    EXISTS_WITH_DIFFERENT_LIST_TYPE,
                    EXISTS_WITH_DIFFERENT_ORDERS,
                    EXISTS_WITH_DIFFERENT_ASSET,
                    EXISTS_WITH_DIFFERENT_AMOUNT,
                    EXISTS_WITH_DIFFERENT_FIELD,
                    TRANSFER_ID_USED,
                    HOLD_ID_USED,
                    HOLD_CLOSED,
                    HOLD_EXPIRED,
                    WITHDRAWAL_RESOLVED,
                    EXISTS_WITH_DIFFERENT_PERCENT,
                    EXISTS_WITH_DIFFERENT_CANCEL_ORDERS,
                    EXISTS_WITH_DIFFERENT_POSITION_EFFECT,
                    EXISTS_WITH_DIFFERENT_LEG,
                    CL_ORD_ID_USED,
                    SWITCH_NOT_SET,
                    SPLIT_LEAVES_NO_LOT,
                    POSITION_FLAT,
                    POSITION_BELOW_LOT,
                    POSITION_HELD_BY_ORDERS,
                    CLOSE_QTY_EXCEEDS_POSITION,
                    ORIG_CL_ORD_ID_MISMATCH,
                    CANCEL_TOO_LATE,
                    CANCEL_ALREADY_PENDING,
                    REPLACE_TOO_EARLY,
                    REPLACE_TOO_LATE,
                    REPLACE_ALREADY_PENDING,
                    TRIGGER_TOO_LATE,
                    LIST_QTY_FOLLOWS -> HttpStatus.CONFLICT;
            case OVERLOADED -> HttpStatus.SERVICE_UNAVAILABLE;
            // Said of orders, or answers to venues; one that came out here would be a fault of ours.
            case LIST_MEMBER_DENIED,
                    LIST_PARENT_ENDED,
                    LIST_CANCELED,
                    REPORT_DUPLICATE,
                    REPORT_OUT_OF_SEQUENCE,
                    REPORT_INFORMATIVE,
                    EXEC_ID_REUSED,
                    REPORT_ORDER_UNKNOWN,
                    REPORT_EXECUTION_UNKNOWN,
                    REPORT_WRONG_VENUE,
                    REPORT_CONTRADICTS,
                    REPORT_UNBOOKABLE,
                    REPORT_UNSUPPORTED,
                    REPORT_MALFORMED -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }
}
