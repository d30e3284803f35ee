package io.tradecore.ops.venue.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradecore.ops.venue.matching.Report;
import io.tradecore.ops.venue.matching.Step;
import io.tradecore.ops.venue.wire.MalformedMessageException;
import io.tradecore.ops.venue.wire.Routed;
import io.tradecore.ops.venue.wire.VenueJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a line of the journal says. A line is whole or it is not there, so each is one indivisible fact. */
public sealed interface JournalLine {

    /** The venue started; names given from here on begin with this run id. */
    record Started(String venueId, String runId) implements JournalLine {}

    /** The engine's state changed. */
    record Stepped(Step step) implements JournalLine {}

    /** So many reports of this journal, counted from its beginning, are in the stream for certain. */
    record Sent(long reports) implements JournalLine {}

    /** A message that could not be read was set aside. */
    record SetAside(String subject, String payload, String why) implements JournalLine {}

    /** The line without its end. */
    default byte[] bytes() {
        ObjectNode node = VenueJson.object();
        switch (this) {
            case Started(String venueId, String runId) ->
                node.put("line", "start").put("venueId", venueId).put("runId", runId);
            case Stepped(Step.OrderTaken taken) -> {
                node.put("line", "order").put("venueOrderId", taken.venueOrderId());
                node.set("request", VenueJson.json(taken.order()));
                putReports(node, taken);
            }
            case Stepped(Step.CancelAnswered answered) -> {
                node.put("line", "cancel").set("request", VenueJson.json(answered.cancel()));
                putReports(node, answered);
            }
            case Stepped(Step.ReplaceAnswered answered) -> {
                node.put("line", "replace").set("request", VenueJson.json(answered.replace()));
                putReports(node, answered);
            }
            case Stepped(Step.OrdersMoved moved) -> putReports(node.put("line", "moved"), moved);
            case Sent(long reports) -> node.put("line", "sent").put("count", reports);
            case SetAside(String subject, String payload, String why) ->
                node.put("line", "malformed")
                        .put("subject", subject)
                        .put("payload", payload)
                        .put("why", why);
        }
        return VenueJson.bytes(node);
    }

    private static void putReports(ObjectNode node, Step step) {
        ArrayNode reports = node.putArray("reports");
        step.reports().forEach(report -> reports.add(VenueJson.json(report)));
    }

    /** Reads what {@link #bytes} wrote. */
    static JournalLine parse(String line) throws MalformedMessageException {
        JsonNode node = VenueJson.parse(line.getBytes(StandardCharsets.UTF_8));
        String kind = VenueJson.text(node, "line");
        return switch (kind) {
            case "start" -> new Started(VenueJson.text(node, "venueId"), VenueJson.text(node, "runId"));
            case "order", "cancel", "replace" -> new Stepped(answered(node));
            case "moved" -> new Stepped(new Step.OrdersMoved(reports(node)));
            case "sent" -> new Sent(node.path("count").asLong());
            case "malformed" ->
                new SetAside(
                        VenueJson.text(node, "subject"), node.path("payload").asText(), VenueJson.text(node, "why"));
            default -> throw new MalformedMessageException("a line of kind " + kind + " is not known");
        };
    }

    private static Step answered(JsonNode node) throws MalformedMessageException {
        return switch (VenueJson.routed(node.path("request"))) {
            case Routed.Order(var order) ->
                new Step.OrderTaken(order, VenueJson.text(node, "venueOrderId"), reports(node));
            case Routed.Cancel(var cancel) -> new Step.CancelAnswered(cancel, reports(node));
            case Routed.Replace(var replace) -> new Step.ReplaceAnswered(replace, reports(node));
        };
    }

    private static List<Report> reports(JsonNode node) throws MalformedMessageException {
        List<Report> reports = new ArrayList<>();
        for (JsonNode report : node.path("reports")) {
            reports.add(VenueJson.report(report));
        }
        return reports;
    }
}
