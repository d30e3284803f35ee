package io.tradecore.api.entry;

import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.problem.Problem;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.pipeline.InstrumentRules;
import io.tradecore.oms.pipeline.OutcomeUnknownException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What a client is told of commands that were not done as asked. */
public final class CoreProblems {
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(1);

    /** There is no room for one more request. */
    public static final ApiException OVERLOADED = ApiException.retryable(
            ProblemMapper.problem(Reason.OVERLOADED, CommandBus.OVERLOADED.message()), TRY_AGAIN_AFTER);

    private CoreProblems() {}

    /** The order is recorded as DENIED. */
    public static ApiException denied(Outcome.OrderDenied denied) {
        return ApiException.of(
                ProblemMapper.problem(denied.reason(), denied.message())
                        .withOrderId(denied.order().orderId().toString())
                        .withNumbers(denied.numbers()),
                denied.replayed());
    }

    /** Nothing was written. */
    public static ApiException refused(Outcome.Refused refused) {
        Reason reason = refused.reason();
        if (reason == Reason.ACCOUNT_UNKNOWN) {
            return ApiException.accountUnknown();
        }
        if (reason == Reason.ORDER_UNKNOWN) {
            return ApiException.orderUnknown();
        }
        if (reason == Reason.OVERLOADED) {
            return OVERLOADED;
        }
        Problem problem = ProblemMapper.problem(reason, refused.message()).withNumbers(refused.numbers());
        return ApiException.of(problem.withField(fieldOf(reason)), false);
    }

    /** The command bus did not say what became of the command: OUTCOME_UNKNOWN, or the failure as it is where it is a bug. */
    public static RuntimeException failed(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (cause instanceof OutcomeUnknownException) {
            Problem problem = ProblemMapper.problem(
                    ApiCode.OUTCOME_UNKNOWN,
                    "Whether this was done cannot be told. Ask again with the same id: it will not be done twice.");
            return ApiException.retryable(problem, TRY_AGAIN_AFTER);
        }
        return cause instanceof ApiException known ? known : new CompletionException(cause);
    }

    private static @Nullable String fieldOf(Reason reason) {
        if (reason.name().startsWith("EXISTS_WITH_DIFFERENT_")) {
            return InstrumentRules.fieldOf(reason);
        }
        return switch (reason) {
            case INSTRUMENT_UNKNOWN, INSTRUMENT_DISABLED -> "symbol";
            case ASSET_UNKNOWN -> "asset";
            case AMOUNT_SCALE -> "amount";
            case QTY_SCALE, QTY_LOT -> "orderQty";
            case PX_SCALE, PX_TICK -> "px";
            default -> null;
        };
    }
}
