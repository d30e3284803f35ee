package io.tradecore.api.rest;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.tradecore.api.entry.BulkView;
import io.tradecore.api.entry.CoreProblems;
import io.tradecore.api.entry.OrderAllowance;
import io.tradecore.api.entry.PreviewView;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.api.query.DeadMansSwitchView;
import io.tradecore.api.query.OrderListView;
import io.tradecore.api.query.OrderView;
import io.tradecore.oms.book.ActResult;
import io.tradecore.oms.book.LedgerRequest;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.pipeline.CommandBus;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Hands commands to the core and turns what became of them into answers. Holds no thread while the core works. */
@Singleton
final class Commands {
    private final CommandBus bus;
    private final OrderAllowance allowance;

    Commands(CommandBus bus, OrderAllowance allowance) {
        this.bus = bus;
        this.allowance = allowance;
    }

    /** The answer to what counts against the rates of its account, and goes on where they allow it. */
    CompletionStage<HttpResponse<?>> submitCounted(Command command) {
        return allowance.take(command).thenCompose(_ -> submit(command));
    }

    /** The answer, once what it says is committed; a refusal ends the stage with an {@link ApiException}. */
    CompletionStage<HttpResponse<?>> submit(Command command) {
        return bus.submit(command).handle((outcome, failure) -> answer(command, outcome, failure));
    }

    /** The answer to what became of a command; throws where it was not done. */
    static HttpResponse<?> answer(Command command, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (outcome != null) {
            return answer(command, outcome);
        }
        throw CoreProblems.failed(failure);
    }

    private static HttpResponse<?> answer(Command command, Outcome outcome) {
        return switch (outcome) {
            case Outcome.OrderAccepted(var order, boolean replayed, var warnings) ->
                answer(replayed ? HttpStatus.OK : HttpStatus.CREATED, OrderView.of(order, warnings), replayed);
            case Outcome.CancelAccepted(var order, boolean replayed) ->
                answer(HttpStatus.ACCEPTED, OrderView.of(order), replayed);
            case Outcome.ReplaceAccepted(var order, boolean replayed, var warnings) ->
                answer(HttpStatus.ACCEPTED, OrderView.of(order, warnings), replayed);
            case Outcome.ListAccepted(var list, var orders, boolean replayed) ->
                answer(replayed ? HttpStatus.OK : HttpStatus.CREATED, OrderListView.of(list, orders), replayed);
            case Outcome.ListCancelAccepted(var list, var orders, boolean replayed) ->
                answer(HttpStatus.ACCEPTED, OrderListView.of(list, orders), replayed);
            case Outcome.ListDenied denied -> throw CoreProblems.denied(denied);
            case Outcome.BooksChanged(var request, boolean replayed) ->
                answer(booksStatus(request, replayed), LedgerRequestView.of(request), replayed);
            case Outcome.BooksRefused refused -> throw CoreProblems.refused(refused);
            case Outcome.BulkDone(var request, boolean replayed) ->
                answer(HttpStatus.OK, BulkView.of(request), replayed);
            case Outcome.SwitchStands stands ->
                answer(HttpStatus.OK, DeadMansSwitchView.of(stands.deadMansSwitch()), false);
            case Outcome.OrderPreviewed previewed -> answer(HttpStatus.OK, PreviewView.of(previewed.preview()), false);
            case Outcome.OrderDenied denied -> throw CoreProblems.denied(denied);
            case Outcome.Refused refused -> throw CoreProblems.refused(refused, command);
            case Outcome.OrderMoved _, Outcome.HoldsExpired _, Outcome.ActDone _, Outcome.MarginWatched _ ->
                throw new IllegalStateException("no client asked for it: " + outcome);
            case Outcome.ReportApplied _, Outcome.ReportIgnored _, Outcome.ReportQuarantined _ ->
                throw new IllegalStateException("a request was answered as a report: " + outcome);
        };
    }

    /** A withdrawal that waits for another operator is accepted, and not done. */
    private static HttpStatus booksStatus(LedgerRequest request, boolean replayed) {
        if (request.results().stream().anyMatch(result -> result.what() == ActResult.What.REQUESTED)) {
            return HttpStatus.ACCEPTED;
        }
        return replayed ? HttpStatus.OK : HttpStatus.CREATED;
    }

    /** A deposit or a withdrawal; a refusal ends the stage with an {@link ApiException}. */
    CompletionStage<HttpResponse<?>> moveCash(Command.ChangeBooks command) {
        return bus.submit(command).handle((outcome, failure) -> {
            if (outcome instanceof Outcome.BooksChanged(LedgerRequest request, boolean replayed)) {
                return answer(booksStatus(request, replayed), CashMovedView.of(request), replayed);
            }
            return answer(command, outcome, failure);
        });
    }

    private static HttpResponse<?> answer(HttpStatus status, Object body, boolean replayed) {
        MutableHttpResponse<Object> response = HttpResponse.status(status).body(body);
        return replayed ? response.header(ProblemMapper.IDEMPOTENT_REPLAYED, "true") : response;
    }
}
