package io.tradecore.api.rest;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tradecore.api.edge.Params;
import io.tradecore.api.entry.CancelOrderRequest;
import io.tradecore.api.entry.PlaceOrderRequest;
import io.tradecore.api.entry.ReplaceOrderRequest;
import io.tradecore.api.query.OrderEventView;
import io.tradecore.api.query.OrderFilter;
import io.tradecore.api.query.OrderView;
import io.tradecore.api.query.Page;
import io.tradecore.api.query.PgOrderReads;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Orders of an account: place, cancel, replace, look at. */
@Controller("/v1/accounts/{accountId}/orders")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.ADMIN, Roles.TRADER, Roles.READONLY, Roles.SYSTEM})
@Tag(name = "orders")
@AnswersProblems
final class OrdersController {
    private final Commands commands;
    private final PgOrderReads orders;

    OrdersController(Commands commands, PgOrderReads orders) {
        this.commands = commands;
        this.orders = orders;
    }

    /**
     * Places an order. It is acknowledged once it is committed; routing and the venue's answer follow. The same clOrdId
     * with the same body answers 200 with the order as it stands and the header Idempotent-Replayed.
     */
    @Post
    @Secured({Roles.TRADER, Roles.SYSTEM})
    @ApiResponse(
            responseCode = "201",
            description = "Acknowledged",
            content = @Content(schema = @Schema(implementation = OrderView.class)))
    CompletionStage<HttpResponse<?>> place(
            Authentication authentication, String accountId, @Body PlaceOrderRequest request) {
        Caller caller = Caller.of(authentication);
        AccountId account = caller.account(accountId);
        return commands.submitCounted(request.toCommand(account, caller.actor()));
    }

    /** Asks for an order to be cancelled. The order is pending cancel until the venue answers. */
    @Post("/{orderId}/cancel")
    @Secured({Roles.TRADER, Roles.SYSTEM})
    @ApiResponse(
            responseCode = "202",
            description = "The request will be routed",
            content = @Content(schema = @Schema(implementation = OrderView.class)))
    CompletionStage<HttpResponse<?>> cancel(
            Authentication authentication, String accountId, String orderId, @Body CancelOrderRequest request) {
        Caller caller = Caller.of(authentication);
        AccountId account = caller.account(accountId);
        return commands.submitCounted(request.toCommand(account, Params.orderId(orderId), caller.actor()));
    }

    /**
     * Asks for an order to be replaced: quantity, price, time in force, expire time or display quantity; what is absent stays
     * as it is. The order is pending replace, on its old terms, until the venue answers.
     */
    @Post("/{orderId}/replace")
    @Secured({Roles.TRADER, Roles.SYSTEM})
    @ApiResponse(
            responseCode = "202",
            description = "The request will be routed",
            content = @Content(schema = @Schema(implementation = OrderView.class)))
    CompletionStage<HttpResponse<?>> replace(
            Authentication authentication, String accountId, String orderId, @Body ReplaceOrderRequest request) {
        Caller caller = Caller.of(authentication);
        AccountId account = caller.account(accountId);
        Command command = request.toCommand(account, Params.orderId(orderId), caller.actor());
        return commands.submitCounted(command);
    }

    /** Orders, newest first. status is open, closed or one OrdStatus. */
    @Get
    Page<OrderView> list(
            Authentication authentication,
            String accountId,
            @QueryValue @Nullable String status,
            @QueryValue @Nullable String symbol,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        AccountId account = Caller.of(authentication).account(accountId);
        OrderFilter filter = Params.orders(status, Params.symbolFilter(symbol));
        return orders.list(account, filter, cursor, Params.limit(limit));
    }

    /** One order by its OrderID. */
    @Get("/{orderId}")
    OrderView byOrderId(Authentication authentication, String accountId, String orderId) {
        return orders.byOrderId(Caller.of(authentication).account(accountId), Params.orderId(orderId));
    }

    /** One order by the ClOrdID it was placed with, or one it was replaced under. */
    @Get("/by-cl-ord-id/{clOrdId}")
    OrderView byClOrdId(Authentication authentication, String accountId, String clOrdId) {
        return orders.byClOrdId(Caller.of(authentication).account(accountId), Params.clOrdId(clOrdId));
    }

    /** What happened to an order, oldest first. */
    @Get("/{orderId}/events")
    Page<OrderEventView> events(
            Authentication authentication,
            String accountId,
            String orderId,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        return orders.events(
                Caller.of(authentication).account(accountId), Params.orderId(orderId), cursor, Params.limit(limit));
    }
}
