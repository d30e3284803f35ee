package io.tradecore.api.rest;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tradecore.api.entry.BatchEntry;
import io.tradecore.api.entry.BatchRequest;
import io.tradecore.api.entry.BatchRunner;
import io.tradecore.api.entry.BulkView;
import io.tradecore.api.entry.ClosePositionRequest;
import io.tradecore.api.entry.DeadMansSwitchRequest;
import io.tradecore.api.entry.MassCancelRequest;
import io.tradecore.api.entry.PlaceOrderRequest;
import io.tradecore.api.entry.PreviewView;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.api.query.DeadMansSwitchView;
import io.tradecore.api.query.OrderView;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Requests about several orders of an account, and what an order would come to. */
@Controller("/v1/accounts/{accountId}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TRADER, Roles.SYSTEM})
@Tag(name = "orders")
@AnswersProblems
final class BulkController {
    private final Commands commands;
    private final BatchRunner batches;

    BulkController(Commands commands, BatchRunner batches) {
        this.batches = batches;
        this.commands = commands;
    }

    /**
     * Asks for every open order to be cancelled, of one instrument or side where they are named. Each order has its own
     * outcome. The same clOrdId with the same body answers what was answered before.
     */
    @Post("/orders/mass-cancel")
    @ApiResponse(
            responseCode = "200",
            description = "What became of each order",
            content = @Content(schema = @Schema(implementation = BulkView.class)))
    CompletionStage<HttpResponse<?>> massCancel(
            Authentication authentication, String accountId, @Body MassCancelRequest request) {
        Caller caller = Caller.of(authentication);
        return commands.submitCounted(request.toCommand(caller.account(accountId), caller.actor()));
    }

    /**
     * Closes a position, a part of it, or every position, by an order each that reduces it: at the market (IOC), or at px
     * (GTC). It never takes more than is there and no other open order takes. The same clOrdId with the same body answers
     * what was answered before.
     */
    @Post("/positions/close")
    @ApiResponse(
            responseCode = "200",
            description = "What became of each instrument, and of each order that was to be cancelled",
            content = @Content(schema = @Schema(implementation = BulkView.class)))
    CompletionStage<HttpResponse<?>> closePosition(
            Authentication authentication, String accountId, @Body ClosePositionRequest request) {
        Caller caller = Caller.of(authentication);
        return commands.submitCounted(request.toCommand(caller.account(accountId), caller.actor()));
    }

    /**
     * Up to 100 orders, cancels and replaces, done in their order, each for itself: one that is wrong keeps none of the others.
     * Each has the answer it would have had alone, and counts against the rates as it would alone.
     */
    @Post("/orders/batch")
    @ApiResponse(
            responseCode = "200",
            description = "What became of each entry, in their order",
            content = @Content(schema = @Schema(implementation = BatchView.class)))
    CompletionStage<HttpResponse<?>> batch(
            Authentication authentication, String accountId, @Body BatchRequest request) {
        Caller caller = Caller.of(authentication);
        AccountId account = caller.account(accountId);
        List<Supplier<Command>> entries = request.entries().stream()
                .<Supplier<Command>>map(
                        entry -> () -> entry.as(BatchEntry.class).toCommand(account, caller.actor()))
                .toList();
        return batches.run(entries)
                .thenApply(done -> HttpResponse.ok(
                        new BatchView(done.stream().map(BulkController::view).toList())));
    }

    private static BatchView.EntryView view(BatchRunner.Done done) {
        try {
            Command command = done.command();
            if (command == null) {
                throw ProblemMapper.told(Objects.requireNonNull(done.failure()));
            }
            HttpResponse<?> answer = Commands.answer(command, done.outcome(), done.failure());
            return new BatchView.EntryView(
                    answer.code(),
                    answer.getBody(OrderView.class).orElse(null),
                    answer.getHeaders().contains(ProblemMapper.IDEMPOTENT_REPLAYED),
                    null);
        } catch (RuntimeException e) {
            ApiException told = ProblemMapper.told(e);
            return new BatchView.EntryView(told.problem().status(), null, told.replayed(), told.problem());
        }
    }

    /**
     * Sets the dead man's switch: all of the account's orders are cancelled after so many seconds, unless this comes again
     * before; 0 switches it off.
     */
    @Put("/dead-mans-switch")
    @ApiResponse(
            responseCode = "200",
            description = "How it stands",
            content = @Content(schema = @Schema(implementation = DeadMansSwitchView.class)))
    CompletionStage<HttpResponse<?>> setDeadMansSwitch(
            Authentication authentication, String accountId, @Body DeadMansSwitchRequest request) {
        Caller caller = Caller.of(authentication);
        return commands.submitCounted(request.toCommand(caller.account(accountId), caller.actor()));
    }

    /**
     * What placing the order would come to now: every check, what it would reserve and be charged, and the position it would
     * make. Writes nothing, and counts against the rate of orders as an order does.
     */
    @Post("/orders/preview")
    @ApiResponse(
            responseCode = "200",
            description = "Whether it would be accepted, and its figures",
            content = @Content(schema = @Schema(implementation = PreviewView.class)))
    CompletionStage<HttpResponse<?>> preview(
            Authentication authentication, String accountId, @Body PlaceOrderRequest request) {
        Caller caller = Caller.of(authentication);
        AccountId account = caller.account(accountId);
        Command command = new Command.PreviewOrder(request.toCommand(account, caller.actor()));
        return commands.submitCounted(command);
    }
}
