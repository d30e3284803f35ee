package io.tradecore.api.admin;

import io.tradecore.api.entry.CoreProblems;
import io.tradecore.api.json.MalformedMessageException;
import io.tradecore.api.nats.QuarantinedReports;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.execution.VenueReport;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.pipeline.CommandBus;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Applies quarantined reports as an operator wants it. Safe for use by many threads; blocks its thread. */
@Singleton
final class QuarantineApplier {

    /** What it came to, and of which order. */
    record Applied(String outcome, OrderId orderId, String execId) {}

    private final CommandBus bus;

    QuarantineApplier(CommandBus bus) {
        this.bus = bus;
    }

    /**
     * Applies it as the operator. The same again changes nothing: the book knows its ExecID, or the order its status.
     *
     * @throws ApiException where it cannot be read, or still cannot be applied; nothing is written then
     */
    Applied apply(QuarantineView entry, Resolution resolution, String operator) {
        VenueReport report = asWanted(read(entry), resolution);
        Outcome outcome = submit(new Command.ApplyReport(report, operator));
        return switch (outcome) {
            case Outcome.ReportApplied _ -> new Applied("APPLIED", report.orderId(), report.execId());
            case Outcome.ReportIgnored _ -> new Applied("KNOWN_ALREADY", report.orderId(), report.execId());
            case Outcome.ReportQuarantined(Reason reason, String message) ->
                throw ApiException.of(
                        ProblemMapper.problem(ApiCode.QUARANTINE_NOT_APPLICABLE, message)
                                .withNumbers(Map.of("reason", reason.name())),
                        false);
            case Outcome.Refused _ -> throw CoreProblems.OVERLOADED;
            default -> throw new IllegalStateException("a report was answered with " + outcome);
        };
    }

    private Outcome submit(Command command) {
        try {
            return bus.submit(command).join();
        } catch (CompletionException e) {
            throw CoreProblems.failed(e);
        }
    }

    private static VenueReport read(QuarantineView entry) {
        String venueId = entry.venueId();
        if (venueId == null) {
            throw unreadable("It came by no venue's subject.");
        }
        try {
            return QuarantinedReports.read(venueId, entry.payload());
        } catch (MalformedMessageException | IllegalArgumentException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static ApiException unreadable(String why) {
        return ApiException.of(ApiCode.QUARANTINE_UNREADABLE, "It can only be discarded: " + why);
    }

    private static VenueReport asWanted(VenueReport report, Resolution resolution) {
        return new VenueReport(
                or(resolution.accountId(), report.accountId()),
                or(resolution.orderId(), report.orderId()),
                report.venueId(),
                or(resolution.execId(), report.execId()),
                report.type(),
                report.clOrdId(),
                report.execRefId(),
                report.rejected(),
                report.lastQty(),
                report.lastPx(),
                report.terms(),
                report.transactTime(),
                report.reason(),
                report.text(),
                report.payload());
    }

    private static <T> T or(@Nullable T wanted, T own) {
        return wanted == null ? own : wanted;
    }
}
