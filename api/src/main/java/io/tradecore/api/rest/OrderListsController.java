package io.tradecore.api.rest;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tradecore.api.edge.Params;
import io.tradecore.api.entry.PlaceListRequest;
import io.tradecore.api.query.OrderListView;
import io.tradecore.api.query.PgListReads;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import java.util.concurrent.CompletionStage;

/** Contingent orders of an account: OCO, OTO, brackets. */
@Controller("/v1/accounts/{accountId}/order-lists")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.ADMIN, Roles.TRADER, Roles.READONLY, Roles.SYSTEM})
@Tag(name = "orders")
@AnswersProblems
final class OrderListsController {
    private final Commands commands;
    private final PgListReads lists;

    OrderListsController(Commands commands, PgListReads lists) {
        this.commands = commands;
        this.lists = lists;
    }

    /**
     * Places a list of orders, all or none. Orders that wait for none will be routed, the others are held until the order
     * they wait for is executed. The same listId with the same body answers 200 with the list as it stands.
     */
    @Post
    @Secured({Roles.TRADER, Roles.SYSTEM})
    @ApiResponse(
            responseCode = "201",
            description = "Acknowledged",
            content = @Content(schema = @Schema(implementation = OrderListView.class)))
    CompletionStage<HttpResponse<?>> place(
            Authentication authentication, String accountId, @Body PlaceListRequest request) {
        Caller caller = Caller.of(authentication);
        AccountId account = caller.account(accountId);
        Command command = request.toCommand(account, caller.actor());
        return commands.submitCounted(command);
    }

    /** Asks for all that is left of a list to end: at once what is held, by a cancel to the venue what works. */
    @Delete("/{listId}")
    @Secured({Roles.TRADER, Roles.SYSTEM})
    @ApiResponse(
            responseCode = "202",
            description = "The cancels will be routed",
            content = @Content(schema = @Schema(implementation = OrderListView.class)))
    CompletionStage<HttpResponse<?>> cancel(Authentication authentication, String accountId, String listId) {
        Caller caller = Caller.of(authentication);
        AccountId account = caller.account(accountId);
        return commands.submitCounted(new Command.CancelList(account, Params.listId(listId), caller.actor()));
    }

    /** One list with its orders, as they stand. */
    @Get("/{listId}")
    OrderListView byListId(Authentication authentication, String accountId, String listId) {
        return lists.byListId(Caller.of(authentication).account(accountId), Params.listId(listId));
    }
}
