package io.tradecore.api.rest;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.problem.Problem;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.api.query.OrderView;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.pipeline.InstrumentRules;
import io.tradecore.oms.pipeline.OutcomeUnknownException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Hands commands to the core and turns what became of them into answers. Holds no thread while the core works. */
@Singleton
final class Commands {
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(1);

    private final CommandBus bus;

    Commands(CommandBus bus) {
        this.bus = bus;
    }

    /** The answer, once what it says is committed; a refusal ends the stage with an {@link ApiException}. */
    CompletionStage<HttpResponse<?>> submit(Command command) {
        return bus.submit(command).handle(Commands::answer);
    }

    private static HttpResponse<?> answer(@Nullable Outcome outcome, @Nullable Throwable failure) {
        if (outcome != null) {
            return answer(outcome);
        }
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (cause instanceof OutcomeUnknownException) {
            Problem problem = ProblemMapper.problem(
                    ApiCode.OUTCOME_UNKNOWN,
                    "Whether this was done cannot be told. Ask again with the same id: it will not be done twice.");
            throw ApiException.retryable(problem, TRY_AGAIN_AFTER);
        }
        throw new CompletionException(cause);
    }

    private static HttpResponse<?> answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.OrderAccepted(var order, boolean replayed) ->
                answer(replayed ? HttpStatus.OK : HttpStatus.CREATED, OrderView.of(order), replayed);
            case Outcome.CancelAccepted(var order, boolean replayed) ->
                answer(HttpStatus.ACCEPTED, OrderView.of(order), replayed);
            case Outcome.CashMoved moved ->
                answer(
                        moved.replayed() ? HttpStatus.OK : HttpStatus.CREATED,
                        CashMovedView.of(moved),
                        moved.replayed());
            case Outcome.OrderDenied(var order, var reason, var message, var numbers, boolean replayed) ->
                throw ApiException.of(
                        ProblemMapper.problem(reason, message)
                                .withOrderId(order.orderId().toString())
                                .withNumbers(numbers),
                        replayed);
            case Outcome.Refused refused -> throw refusal(refused);
            case Outcome.ReportApplied _, Outcome.ReportIgnored _, Outcome.ReportQuarantined _ ->
                throw new IllegalStateException("a request was answered as a report: " + outcome);
        };
    }

    private static HttpResponse<?> answer(HttpStatus status, Object body, boolean replayed) {
        MutableHttpResponse<Object> response = HttpResponse.status(status).body(body);
        return replayed ? response.header(ProblemMapper.IDEMPOTENT_REPLAYED, "true") : response;
    }

    private static ApiException refusal(Outcome.Refused refused) {
        Reason reason = refused.reason();
        if (reason == Reason.ACCOUNT_UNKNOWN) {
            return ApiException.accountUnknown();
        }
        if (reason == Reason.ORDER_UNKNOWN) {
            return ApiException.orderUnknown();
        }
        Problem problem = ProblemMapper.problem(reason, refused.message()).withNumbers(refused.numbers());
        if (reason == Reason.OVERLOADED) {
            return ApiException.retryable(problem, TRY_AGAIN_AFTER);
        }
        return ApiException.of(problem.withField(fieldOf(reason)), false);
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
