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
import io.tradecore.api.admin.KillSwitch;
import io.tradecore.api.admin.TradingStateChangeView;
import io.tradecore.api.admin.TradingStateSetView;
import io.tradecore.api.admin.TradingStateSetView.AccountView;
import io.tradecore.api.admin.TradingStateView;
import io.tradecore.api.edge.Params;
import io.tradecore.api.query.Page;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;
import org.jspecify.annotations.Nullable;

/** The kill switch. */
@Controller("/v1/admin/trading-states")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.ADMIN)
@Tag(name = "admin")
@AnswersProblems
final class TradingStatesController {
    private final KillSwitch killSwitch;

    TradingStatesController(KillSwitch killSwitch) {
        this.killSwitch = killSwitch;
    }

    /**
     * Stops trading of a scope and cancels its open orders (HALTED), lets only what makes positions smaller pass (REDUCE_ONLY), or
     * resumes it (ACTIVE). Somebody else than has set a state makes it less strict. The same again changes nothing.
     */
    @Put("/{scope}/{scopeId}")
    TradingStateSetView set(
            Authentication authentication, String scope, String scopeId, @Body TradingStateRequest request) {
        return killSwitch.set(
                Params.tradingScope(scope),
                Params.scopeId(scopeId),
                request.state(),
                request.reason(),
                Caller.of(authentication).actor());
    }

    /** Every scope that is not traded as usual. */
    @Get
    Page<TradingStateView> list(Authentication authentication) {
        return killSwitch.list(Caller.of(authentication).actor());
    }

    /** Every change of a trading state there was, the last first. */
    @Get("/changes")
    Page<TradingStateChangeView> changes(
            Authentication authentication,
            @QueryValue @Nullable String scope,
            @QueryValue @Nullable String scopeId,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        return killSwitch.changes(
                Caller.of(authentication).actor(),
                scope == null ? null : Params.tradingScope(scope),
                scopeId == null ? null : Params.scopeId(scopeId),
                cursor,
                Params.limit(limit));
    }

    /** What a halt did in each account that had open orders. */
    @Get("/changes/{changeId}/accounts")
    Page<AccountView> accounts(
            Authentication authentication,
            String changeId,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        return killSwitch.accounts(
                Caller.of(authentication).actor(), Params.number("changeId", changeId), cursor, Params.limit(limit));
    }
}
