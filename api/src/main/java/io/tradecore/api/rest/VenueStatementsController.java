package io.tradecore.api.rest;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
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
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tradecore.api.admin.PgVenueStatements;
import io.tradecore.api.admin.StatementFinding;
import io.tradecore.api.admin.StatementItemView;
import io.tradecore.api.admin.VenueStatementView;
import io.tradecore.api.edge.Params;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.query.Page;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;
import io.tradecore.api.statement.StatementFile;
import io.tradecore.api.statement.StatementPeriod;
import java.io.InputStream;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What venues say has happened, compared with our books, and what operators do about it. */
@Controller(VenueStatementsController.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.ADMIN)
@Tag(name = "reconciliation")
@AnswersProblems
final class VenueStatementsController {
    static final String PATH = "/v1/admin/venue-statements";
    static final String CSV = "text/csv";

    private static final Pattern VENUE = Pattern.compile("[A-Z0-9]{1,20}");

    private final PgVenueStatements statements;

    VenueStatementsController(PgVenueStatements statements) {
        this.statements = statements;
    }

    /**
     * Compares a venue's file with our books: its executions from one time to before another, or its positions or cash at the
     * end of that. The same file of the same period answers 200 with what it came to before.
     */
    @Post
    // Which types are taken is looked at after the token: the router would tell strangers.
    @Consumes(MediaType.ALL)
    @RequestBody(content = @Content(mediaType = CSV, schema = @Schema(type = "string")))
    @ApiResponse(
            responseCode = "201",
            description = "Compared",
            content = @Content(schema = @Schema(implementation = VenueStatementView.class)))
    HttpResponse<?> reconcile(
            Authentication authentication,
            @QueryValue @Nullable String venueId,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @Body @Nullable InputStream body) {
        String venue = venue(venueId);
        if (venue == null) {
            throw Params.invalid("venueId", "there");
        }
        StatementPeriod period = StatementPeriod.of(from, to);
        try (StatementFile file = StatementFile.receive(body == null ? InputStream.nullInputStream() : body)) {
            return Answers.stored(statements.reconcile(Caller.of(authentication).actor(), venue, period, file));
        }
    }

    /** Statements, the latest first. */
    @Get
    Page<VenueStatementView> list(
            Authentication authentication,
            @QueryValue @Nullable String venueId,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        return statements.list(Caller.of(authentication).actor(), venue(venueId), cursor, Params.limit(limit));
    }

    /** A statement, with how many of its items are open. */
    @Get("/{statementId}")
    VenueStatementView read(Authentication authentication, String statementId) {
        return statements.read(Caller.of(authentication).actor(), id(statementId));
    }

    /**
     * What does not agree, in the order of the file, then what only we have. status is open (the default), resolved or all;
     * finding is MISSING_HERE, MISSING_THERE or DIFFERING.
     */
    @Get("/{statementId}/items")
    Page<StatementItemView> items(
            Authentication authentication,
            String statementId,
            @QueryValue @Nullable String status,
            @QueryValue @Nullable String finding,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable String limit) {
        Boolean resolved = Params.resolved(status);
        return statements.items(
                Caller.of(authentication).actor(),
                id(statementId),
                resolved,
                finding(finding),
                cursor,
                Params.limit(limit));
    }

    /** Ends an item's wait, with what was done about it. Once: the same again changes nothing, another is refused. */
    @Post("/{statementId}/items/{itemNo}/resolve")
    StatementItemView resolve(
            Authentication authentication, String statementId, String itemNo, @Body ItemResolutionRequest request) {
        int item;
        try {
            item = Integer.parseInt(itemNo);
        } catch (NumberFormatException _) {
            throw ApiException.of(ApiCode.STATEMENT_ITEM_NOT_FOUND, "There is no such item of this statement.");
        }
        return statements.resolve(Caller.of(authentication).actor(), id(statementId), item, request.toResolution());
    }

    private static UUID id(String text) {
        return Params.pathId(text, ApiCode.STATEMENT_NOT_FOUND, "There is no such statement.");
    }

    private static @Nullable String venue(@Nullable String text) {
        if (text != null && !VENUE.matcher(text).matches()) {
            throw Params.invalid("venueId", "1 to 20 of A-Z and 0-9");
        }
        return text;
    }

    private static @Nullable StatementFinding finding(@Nullable String text) {
        if (text == null) {
            return null;
        }
        for (StatementFinding finding : StatementFinding.values()) {
            if (finding.name().equals(text)) {
                return finding;
            }
        }
        throw Params.invalid("finding", "MISSING_HERE, MISSING_THERE or DIFFERING");
    }
}
