package io.tradecore.api.nats;

import io.tradecore.api.json.JsonFields;
import io.tradecore.api.json.MalformedMessageException;
import io.tradecore.oms.execution.VenueReport;
import java.nio.charset.StandardCharsets;

/** Reads venues' reports that were set aside, as they were received. */
public final class QuarantinedReports {

    private QuarantinedReports() {}

    /**
     * The report, held to what a report is held to when it comes.
     *
     * @param venueId whose subject it came by
     * @throws MalformedMessageException if it is none, naming the first field that is wrong
     */
    public static VenueReport read(String venueId, String payload) throws MalformedMessageException {
        byte[] body = payload.getBytes(StandardCharsets.UTF_8);
        String accountId =
                JsonFields.read(body, ReportJson.MAX_BYTES).uuid("accountId").toString();
        return ReportJson.read("oms.report." + venueId + "." + accountId, body);
    }
}
