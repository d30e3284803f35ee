package io.tradecore.api.rest;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
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
import io.tradecore.api.admin.PgReferenceAdmin;
import io.tradecore.api.edge.Params;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.query.Page;
import io.tradecore.api.reference.AssetView;
import io.tradecore.api.reference.InstrumentRepository;
import io.tradecore.api.reference.InstrumentView;
import io.tradecore.api.reference.VenueView;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;

/** What may be traded: assets, venues and instruments. Operators make them, everybody may look at instruments. */
@Controller("/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.ADMIN)
@Tag(name = "reference data")
@AnswersProblems
final class ReferenceController {
    private final PgReferenceAdmin admin;
    private final InstrumentRepository instruments;

    ReferenceController(PgReferenceAdmin admin, InstrumentRepository instruments) {
        this.admin = admin;
        this.instruments = instruments;
    }

    /** Makes a currency. The same again answers 200 with what stands. */
    @Post("/assets")
    @ApiResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = AssetView.class)))
    HttpResponse<?> createAsset(Authentication authentication, @Body AssetRequest request) {
        return Answers.stored(
                admin.createAsset(Caller.of(authentication).actor(), request.asset(), request.scale(), request.name()));
    }

    /** Makes a venue. The same again answers 200 with what stands. */
    @Post("/venues")
    @ApiResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = VenueView.class)))
    HttpResponse<?> createVenue(Authentication authentication, @Body VenueRequest request) {
        return Answers.stored(admin.createVenue(Caller.of(authentication).actor(), request.venueId(), request.name()));
    }

    /** Makes an instrument. The same again answers 200 with what stands. */
    @Post("/instruments")
    @ApiResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = InstrumentView.class)))
    HttpResponse<?> createInstrument(Authentication authentication, @Body InstrumentRequest request) {
        return Answers.stored(admin.createInstrument(Caller.of(authentication).actor(), request.terms()));
    }

    /** Disables an instrument, or enables it again. Open orders stay. */
    @Patch("/instruments/{symbol}")
    InstrumentView setInstrumentStatus(
            Authentication authentication, String symbol, @Body InstrumentStatusRequest request) {
        return admin.setInstrumentStatus(
                Caller.of(authentication).actor(),
                Params.symbol(symbol),
                request.status().name());
    }

    /** Sets which share of an asset does not count where it stands as margin in another currency. */
    @Put("/assets/{asset}/haircut")
    HttpResponse<?> setHaircut(Authentication authentication, String asset, @Body HaircutRequest request) {
        admin.setHaircut(Caller.of(authentication).actor(), asset, request.haircut(), request.reason());
        return HttpResponse.noContent();
    }

    /** Sets the margin of an instrument. */
    @Put("/instruments/{symbol}/margin")
    InstrumentView setMargin(Authentication authentication, String symbol, @Body MarginRequest request) {
        return admin.setMargin(Caller.of(authentication).actor(), Params.symbol(symbol), request.terms());
    }

    /** All instruments, by symbol. */
    @Get("/instruments")
    @Secured({Roles.ADMIN, Roles.TRADER, Roles.READONLY, Roles.SYSTEM})
    Page<InstrumentView> instruments() {
        return Page.whole(instruments.findAllOrderBySymbol().stream()
                .map(InstrumentView::of)
                .toList());
    }

    /** One instrument. */
    @Get("/instruments/{symbol}")
    @Secured({Roles.ADMIN, Roles.TRADER, Roles.READONLY, Roles.SYSTEM})
    InstrumentView instrument(String symbol) {
        return instruments
                .findById(Params.symbol(symbol))
                .map(InstrumentView::of)
                .orElseThrow(() -> ApiException.of(ApiCode.INSTRUMENT_NOT_FOUND, "There is no such instrument."));
    }
}
