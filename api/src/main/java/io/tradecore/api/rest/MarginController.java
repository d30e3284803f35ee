package io.tradecore.api.rest;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tradecore.api.admin.LiquidationView;
import io.tradecore.api.admin.MarginCallView;
import io.tradecore.api.admin.MarginSettingsChangeView;
import io.tradecore.api.admin.PgMarginAdmin;
import io.tradecore.api.edge.Params;
import io.tradecore.api.query.MarginSettingsView;
import io.tradecore.api.query.MarginStandingView;
import io.tradecore.api.query.Page;
import io.tradecore.api.query.PgMarginReads;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;
import org.jspecify.annotations.Nullable;

/** How accounts on margin stand, what they are judged by, and what became of them. */
@Controller("/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.ADMIN)
@Tag(name = "margin")
@AnswersProblems
final class MarginController {
    private final PgMarginReads reads;
    private final PgMarginAdmin admin;

    MarginController(PgMarginReads reads, PgMarginAdmin admin) {
        this.reads = reads;
        this.admin = admin;
    }

    /** How the account stands now: equity, margin in use, what is free, and the level. */
    @Get("/accounts/{accountId}/margin")
    @Secured({Roles.ADMIN, Roles.TRADER, Roles.READONLY, Roles.SYSTEM})
    MarginStandingView standing(Authentication authentication, String accountId) {
        return reads.standing(Caller.of(authentication).account(accountId));
    }

    /** Sets what the account is judged by, from the next look on. The same again changes nothing. */
    @Put("/admin/accounts/{accountId}/margin-settings")
    MarginSettingsView set(Authentication authentication, String accountId, @Body MarginSettingsRequest request) {
        Caller caller = Caller.of(authentication);
        return admin.set(caller.actor(), caller.account(accountId), request.settings(), request.reason());
    }

    /** Who changed what the account is judged by, when, from what, to what and why; the last first. */
    @Get("/admin/accounts/{accountId}/margin-settings/history")
    Page<MarginSettingsChangeView> history(Authentication authentication, String accountId) {
        Caller caller = Caller.of(authentication);
        return admin.changes(caller.actor(), caller.account(accountId));
    }

    /** Margin calls, the last first. status is open (the default), resolved or all. */
    @Get("/admin/margin-calls")
    Page<MarginCallView> calls(
            Authentication authentication,
            @QueryValue @Nullable String status,
            @QueryValue @Nullable String accountId,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        return admin.calls(
                Caller.of(authentication).actor(),
                Params.resolved(status),
                Params.uuid("accountId", accountId),
                cursor,
                Params.limit(limit));
    }

    /** Stop-outs with their steps, the last first. status is open (the default), resolved or all. */
    @Get("/admin/liquidations")
    Page<LiquidationView> liquidations(
            Authentication authentication,
            @QueryValue @Nullable String status,
            @QueryValue @Nullable String accountId,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        return admin.liquidations(
                Caller.of(authentication).actor(),
                Params.resolved(status),
                Params.uuid("accountId", accountId),
                cursor,
                Params.limit(limit));
    }
}
