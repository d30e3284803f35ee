package io.tradecore.api.rest;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tradecore.api.admin.InstrumentActs;
import io.tradecore.api.admin.SplitView;
import io.tradecore.api.admin.Stored;
import io.tradecore.api.edge.Params;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;

/** Splits of instruments. */
@Controller("/v1/instruments/{symbol}/splits")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.ADMIN)
@Tag(name = "reference data")
@AnswersProblems
final class SplitsController {
    private final InstrumentActs acts;

    SplitsController(InstrumentActs acts) {
        this.acts = acts;
    }

    /**
     * Announces a split of every position, and of every open GTC and GTD order that was placed before, in all accounts. The
     * same again answers 200 with how far it has come; it is finished without that.
     */
    @Post
    @ApiResponse(
            responseCode = "201",
            description = "Announced",
            content = @Content(schema = @Schema(implementation = SplitView.class)))
    HttpResponse<?> split(Authentication authentication, String symbol, @Body SplitRequest request) {
        Stored<InstrumentActs.Announced> announced =
                acts.announce(Caller.of(authentication).actor(), request.of(Params.symbol(symbol)));
        return Answers.stored(new Stored<>(SplitView.of(announced.value()), announced.created()));
    }
}
