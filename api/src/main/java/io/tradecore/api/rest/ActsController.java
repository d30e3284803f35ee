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
import io.tradecore.api.admin.ActPartView;
import io.tradecore.api.admin.ActView;
import io.tradecore.api.admin.InstrumentActs;
import io.tradecore.api.admin.Stored;
import io.tradecore.api.edge.Params;
import io.tradecore.api.query.Page;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;
import org.jspecify.annotations.Nullable;

/** What happens to all positions in an instrument without a trade. */
@Controller("/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.ADMIN)
@Tag(name = "admin")
@AnswersProblems
final class ActsController {
    private final InstrumentActs acts;

    ActsController(InstrumentActs acts) {
        this.acts = acts;
    }

    /**
     * Announces funding, a dividend or a daily settlement to every account that holds the instrument now. The same again answers 200 with how far
     * it has come; it is finished without that.
     */
    @Post("/instruments/{symbol}/acts")
    @ApiResponse(
            responseCode = "201",
            description = "Announced",
            content = @Content(schema = @Schema(implementation = ActView.class)))
    HttpResponse<?> announce(Authentication authentication, String symbol, @Body ActRequest request) {
        Stored<InstrumentActs.Announced> announced =
                acts.announce(Caller.of(authentication).actor(), request.of(Params.symbol(symbol)));
        return Answers.stored(new Stored<>(announced.value().act(), announced.created()));
    }

    /** How far an act has come, also a split, and what it has posted. */
    @Get("/admin/acts/{actId}")
    ActView find(Authentication authentication, String actId) {
        return acts.find(Caller.of(authentication).actor(), actId);
    }

    /** What an act means to each account. */
    @Get("/admin/acts/{actId}/accounts")
    Page<ActPartView> parts(
            Authentication authentication,
            String actId,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        return acts.parts(Caller.of(authentication).actor(), actId, cursor, Params.limit(limit));
    }
}
