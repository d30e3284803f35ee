package io.tradecore.api.rest;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tradecore.api.admin.PgJournalExport;
import io.tradecore.api.export.ExportFormat;
import io.tradecore.api.export.Period;
import io.tradecore.api.security.Caller;
import io.tradecore.api.security.Roles;
import io.tradecore.ledger.AccountId;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Journals for accountants and auditors. Every export is itself audited. */
@Controller("/v1/admin")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.ADMIN)
@Tag(name = "admin")
@AnswersProblems
final class ExportController {
    private final PgJournalExport journals;

    ExportController(PgJournalExport journals) {
        this.journals = journals;
    }

    /** An account's journal for a period of effective time: csv (the default), jsonl, hledger or beancount. */
    @Get("/accounts/{accountId}/journal/export")
    @ApiResponse(
            responseCode = "200",
            description = "The journal",
            content = @Content(mediaType = "text/plain", schema = @Schema(type = "string")))
    HttpResponse<StreamedFile> account(
            Authentication authentication,
            String accountId,
            @QueryValue @Nullable String format,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to) {
        Caller caller = Caller.of(authentication);
        return export(caller, caller.account(accountId), format, from, to);
    }

    /** The journals of all accounts, one after the other in the order of their ids. */
    @Get("/journal/export")
    @ApiResponse(
            responseCode = "200",
            description = "The journals",
            content = @Content(mediaType = "text/plain", schema = @Schema(type = "string")))
    HttpResponse<StreamedFile> all(
            Authentication authentication,
            @QueryValue @Nullable String format,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to) {
        return export(Caller.of(authentication), null, format, from, to);
    }

    private HttpResponse<StreamedFile> export(
            Caller caller,
            @Nullable AccountId accountId,
            @Nullable String formatName,
            @Nullable String from,
            @Nullable String to) {
        ExportFormat format = ExportFormat.of(formatName);
        InputStream text = journals.open(caller.actor(), accountId, format, Period.of(from, to));
        String name = (accountId == null ? "journal" : accountId.toString()) + "." + format.extension();
        return HttpResponse.ok(
                new StreamedFile(text, new MediaType(format.mediaType() + ";charset=utf-8")).attach(name));
    }
}
