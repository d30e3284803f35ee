package io.tradecore.api.entry;

import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.problem.Problem;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.pipeline.InstrumentRules;
import io.tradecore.oms.pipeline.OutcomeUnknownException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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
                        .withOrdRejReason(denied.reason().ordRejReason())
                        .withNumbers(denied.numbers()),
                denied.replayed());
    }

    /** All orders of the list are recorded as DENIED; orderId is that of the one that a check refused. */
    public static ApiException denied(Outcome.ListDenied denied) {
        Map<String, String> numbers = new LinkedHashMap<>(denied.numbers());
        numbers.put("clOrdId", denied.denied().clOrdId().value());
        return ApiException.of(
                ProblemMapper.problem(denied.reason(), denied.message())
                        .withOrderId(denied.denied().orderId().toString())
                        .withOrdRejReason(denied.reason().ordRejReason())
                        .withNumbers(numbers),
                denied.replayed());
    }

    /** What was asked of books was refused, and stays refused. */
    public static ApiException refused(Outcome.BooksRefused refused) {
        return ApiException.of(
                ProblemMapper.problem(refused.reason(), refused.message()).withNumbers(refused.numbers()),
                refused.replayed());
    }

    /** Nothing was written. What FIX calls the reason depends on what was asked for. */
    public static ApiException refused(Outcome.Refused refused, Command command) {
        Reason reason = refused.reason();
        if (reason == Reason.OVERLOADED) {
            return OVERLOADED;
        }
        Problem problem = ProblemMapper.problem(reason, refused.message())
                .withNumbers(refused.numbers())
                .withField(refused.numbers().getOrDefault("field", fieldOf(reason)));
        return ApiException.of(
                switch (command) {
                    case Command.PlaceOrder _, Command.PreviewOrder _, Command.ClosePosition _, Command.PlaceList _ ->
                        problem.withOrdRejReason(reason.ordRejReason());
                    case Command.CancelOrder _, Command.ReplaceOrder _, Command.MassCancel _, Command.CancelList _ ->
                        problem.withCxlRejReason(reason.cxlRejReason());
                    case Command.ChangeBooks _,
                            Command.ExpireHolds _,
                            Command.WatchMargin _,
                            Command.ApplyAct _,
                            Command.ApplyReport _,
                            Command.SetDeadMansSwitch _,
                            Command.FireDeadMansSwitch _,
                            Command.CancelHalted _,
                            Command.TriggerOrder _,
                            Command.MoveTrail _,
                            Command.ExpireOrder _ -> problem;
                },
                false);
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
            case PERIOD_CLOSED -> "effectiveAt";
            case QTY_SCALE, QTY_LOT, CLOSE_QTY_EXCEEDS_POSITION -> "orderQty";
            case CASH_ORDER_QTY_SCALE, CASH_ORDER_QTY_BELOW_LOT -> "cashOrderQty";
            case DISPLAY_QTY_EXCEEDS_ORDER_QTY -> "displayQty";
            case PX_SCALE, PX_TICK, PX_NOT_POSITIVE, PX_NOT_ALLOWED -> "px";
            case STOP_PX_SCALE, STOP_PX_TICK, STOP_PX_NOT_POSITIVE, STOP_PX_NOT_ALLOWED -> "stopPx";
            case TRAIL_AMOUNT_SCALE, TRAIL_AMOUNT_TICK -> "trailAmount";
            case EXPIRE_TIME_PAST, EXPIRE_TIME_MISSING, EXPIRE_TIME_NOT_ALLOWED -> "expireTime";
            case POSITION_EFFECT_MISSING, POSITION_EFFECT_NOT_ALLOWED -> "positionEffect";
            case LEG_NOT_ALLOWED -> "leg";
            case CL_ORD_ID_USED -> "clOrdId";
            case ORIG_CL_ORD_ID_MISMATCH -> "origClOrdId";
            default -> null;
        };
    }
}
