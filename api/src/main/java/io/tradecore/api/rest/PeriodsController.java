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
import io.tradecore.api.admin.PeriodView;
import io.tradecore.api.admin.PgPeriods;
import io.tradecore.api.admin.ReopeningView;
import io.tradecore.api.edge.Params;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.query.Page;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;
import io.tradecore.ledger.AccountId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Closing of periods: what counts from a closed time is refused, reopening takes two operators. */
@Controller("/v1/admin/periods")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.ADMIN)
@Tag(name = "admin")
@AnswersProblems
final class PeriodsController {
    private final PgPeriods periods;

    PeriodsController(PgPeriods periods) {
        this.periods = periods;
    }

    /** What is closed, for an account or, without one, for the house. */
    @Get
    PeriodView find(Authentication authentication, @QueryValue @Nullable String accountId) {
        return periods.find(Caller.of(authentication).actor(), account(accountId));
    }

    /** Closes effective times before until. */
    @Post("/close")
    PeriodView close(Authentication authentication, @Body ClosePeriodRequest request) {
        return periods.close(
                Caller.of(authentication).actor(),
                account(request.accountId()),
                request.until().truncatedTo(ChronoUnit.MICROS));
    }

    /** Asks for a closed period to be opened again. */
    @Post("/reopenings")
    @ApiResponse(
            responseCode = "201",
            description = "Waits for another operator",
            content = @Content(schema = @Schema(implementation = ReopeningView.class)))
    HttpResponse<?> request(Authentication authentication, @Body ReopenPeriodRequest request) {
        return Answers.stored(periods.request(
                Caller.of(authentication).actor(),
                Objects.requireNonNull(Params.uuid("reopeningId", request.reopeningId())),
                account(request.accountId()),
                request.reopenFrom().truncatedTo(ChronoUnit.MICROS),
                request.reason()));
    }

    /** What was asked to be opened again, in that order. status is open (the default: it waits), resolved (approved) or all. */
    @Get("/reopenings")
    Page<ReopeningView> reopenings(
            Authentication authentication,
            @QueryValue @Nullable String status,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        return periods.reopenings(
                Caller.of(authentication).actor(), Params.resolved(status), cursor, Params.limit(limit));
    }

    /** Opens it, once another operator than the one who asked says so. */
    @Post("/reopenings/{reopeningId}/approve")
    ReopeningView approve(Authentication authentication, String reopeningId) {
        UUID id = Params.pathId(reopeningId, ApiCode.REOPENING_NOT_FOUND, "There is no such reopening.");
        return periods.approve(Caller.of(authentication).actor(), id);
    }

    private static @Nullable AccountId account(@Nullable String text) {
        UUID id = Params.uuid("accountId", text);
        return id == null ? null : new AccountId(id);
    }
}
