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
import io.tradecore.api.admin.DeskView;
import io.tradecore.api.admin.PgDesks;
import io.tradecore.api.admin.PgRiskAdmin;
import io.tradecore.api.admin.PgStrategies;
import io.tradecore.api.admin.RiskChangeView;
import io.tradecore.api.admin.RiskRulesView;
import io.tradecore.api.admin.StrategyView;
import io.tradecore.api.edge.Params;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.query.Page;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;
import io.tradecore.ledger.AccountId;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules of risk: limits, what users may trade, which orders instruments take. What loosens them takes two operators. */
@Controller("/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.ADMIN)
@Tag(name = "risk")
@AnswersProblems
final class RiskController {
    private static final Set<String> STATES = Set.of("PROPOSED", "APPLIED", "REJECTED");

    private final PgRiskAdmin rules;
    private final PgDesks desks;
    private final PgStrategies strategies;

    RiskController(PgRiskAdmin rules, PgDesks desks, PgStrategies strategies) {
        this.rules = rules;
        this.desks = desks;
        this.strategies = strategies;
    }

    /** Makes a desk. The same again answers 200 with what stands. */
    @Post("/desks")
    @ApiResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = DeskView.class)))
    HttpResponse<?> createDesk(Authentication authentication, @Body DeskRequest request) {
        return Answers.stored(desks.create(Caller.of(authentication).actor(), request.deskId(), request.name()));
    }

    /** All desks, by their ids. */
    @Get("/desks")
    Page<DeskView> desks() {
        return Page.whole(desks.all());
    }

    /** Makes a strategy. The same again answers 200 with what stands. */
    @Post("/strategies")
    @ApiResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = StrategyView.class)))
    HttpResponse<?> createStrategy(Authentication authentication, @Body StrategyRequest request) {
        return Answers.stored(
                strategies.create(Caller.of(authentication).actor(), request.strategyId(), request.name()));
    }

    /** All strategies, by their ids. */
    @Get("/strategies")
    Page<StrategyView> strategies() {
        return Page.whole(strategies.all());
    }

    /** The rules of the firm, its desks, strategies and users that are in force or will be; with accountId that account's limits. */
    @Get("/admin/risk-rules")
    RiskRulesView rules(Authentication authentication, @QueryValue @Nullable String accountId) {
        UUID account = Params.uuid("accountId", accountId);
        return rules.rules(Caller.of(authentication).actor(), account == null ? null : new AccountId(account));
    }

    /**
     * Changes a rule: in force at once if it only tightens, else once another operator has approved it. The same changeId with the
     * same body answers 200 with what stands.
     */
    @Post("/admin/risk-changes")
    @ApiResponse(
            responseCode = "201",
            description = "APPLIED, or PROPOSED and waiting for another operator",
            content = @Content(schema = @Schema(implementation = RiskChangeView.class)))
    HttpResponse<?> change(Authentication authentication, @Body RiskChangeRequest request) {
        return Answers.stored(rules.propose(
                Caller.of(authentication).actor(), request.id(), request.ended(), request.made(), request.reason()));
    }

    /** Who changed what, when, from what, to what and why, in the order it was proposed. state: PROPOSED, APPLIED or REJECTED. */
    @Get("/admin/risk-changes")
    Page<RiskChangeView> changes(
            Authentication authentication,
            @QueryValue @Nullable String state,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        if (state != null && !STATES.contains(state)) {
            throw Params.invalid("state", "PROPOSED, APPLIED or REJECTED");
        }
        return rules.changes(Caller.of(authentication).actor(), state, cursor, Params.limit(limit));
    }

    /** One change. */
    @Get("/admin/risk-changes/{changeId}")
    RiskChangeView changeOf(Authentication authentication, String changeId) {
        return rules.change(Caller.of(authentication).actor(), id(changeId));
    }

    /** Puts a change in force that another operator has proposed. */
    @Post("/admin/risk-changes/{changeId}/approve")
    RiskChangeView approve(Authentication authentication, String changeId) {
        return rules.approve(Caller.of(authentication).actor(), id(changeId));
    }

    /** Ends the wait of a change, which stays without effect. */
    @Post("/admin/risk-changes/{changeId}/reject")
    RiskChangeView reject(Authentication authentication, String changeId, @Body RiskRejectionRequest request) {
        return rules.reject(Caller.of(authentication).actor(), id(changeId), request.reason());
    }

    private static UUID id(String changeId) {
        return Params.pathId(changeId, ApiCode.RISK_CHANGE_NOT_FOUND, "There is no such change.");
    }
}
