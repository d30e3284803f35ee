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
import io.tradecore.api.admin.BreakView;
import io.tradecore.api.admin.PgLedgerAdmin;
import io.tradecore.api.admin.WithdrawalView;
import io.tradecore.api.edge.Params;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.query.Page;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;
import io.tradecore.ledger.Withdrawal;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What operators do to books, and what waits for them there. */
@Controller("/v1/admin")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.ADMIN)
@Tag(name = "ledger")
@AnswersProblems
final class LedgerController {
    private final Commands commands;
    private final PgLedgerAdmin ledger;

    LedgerController(Commands commands, PgLedgerAdmin ledger) {
        this.commands = commands;
        this.ledger = ledger;
    }

    /**
     * Posts, converts, moves, holds, captures, releases, reverses and resolves withdrawals: all that is asked for, or nothing.
     * The same requestId with the same body is answered as the first time, also where it was refused; 202: a withdrawal waits
     * for another operator.
     */
    @Post("/ledger")
    @ApiResponse(
            responseCode = "201",
            description = "Done",
            content = @Content(schema = @Schema(implementation = LedgerRequestView.class)))
    CompletionStage<HttpResponse<?>> change(Authentication authentication, @Body LedgerChangeRequest request) {
        return commands.submit(request.toCommand(Caller.of(authentication).actor()));
    }

    /** Withdrawals that had to be approved; status is REQUESTED (the default), APPROVED or REFUSED. */
    @Get("/withdrawals")
    Page<WithdrawalView> withdrawals(
            Authentication authentication,
            @QueryValue @Nullable String status,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        String wanted = status == null ? Withdrawal.Status.REQUESTED.name() : status;
        if (Arrays.stream(Withdrawal.Status.values())
                .noneMatch(one -> one.name().equals(wanted))) {
            throw Params.invalid("status", "REQUESTED, APPROVED or REFUSED");
        }
        return ledger.withdrawals(Caller.of(authentication).actor(), wanted, cursor, Params.limit(limit));
    }

    /** Where cash has become negative. status is open (the default), resolved or all. */
    @Get("/breaks")
    Page<BreakView> breaks(
            Authentication authentication,
            @QueryValue @Nullable String status,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        Boolean resolved = Params.resolved(status);
        return ledger.breaks(Caller.of(authentication).actor(), resolved, cursor, Params.limit(limit));
    }

    /** Ends a break's wait, with what was done about it. Once: the same again changes nothing, another is refused. */
    @Post("/breaks/{breakId}/resolve")
    BreakView resolve(Authentication authentication, String breakId, @Body BreakResolutionRequest request) {
        UUID id = Params.pathId(breakId, ApiCode.BREAK_NOT_FOUND, "There is no such break.");
        return ledger.resolve(Caller.of(authentication).actor(), id, request.resolution());
    }
}
