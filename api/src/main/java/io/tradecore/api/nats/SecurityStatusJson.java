package io.tradecore.api.nats;

import io.tradecore.api.json.JsonFields;
import io.tradecore.api.json.MalformedMessageException;
import io.tradecore.api.nats.SecurityStatus.TradingStatus;

/** Reads a venue's SecurityStatus. As of a report, the subject outranks the body, and everything is bounded. */
final class SecurityStatusJson {
    private static final int MAX_ID = 128;
    private static final int MAX_SYMBOL = 20;
    private static final int MAX_TEXT = 200;
    private static final int MAX_NAME = 64;

    private SecurityStatusJson() {}

    /**
     * The status in a message.
     *
     * @throws MalformedMessageException if it is none, naming the first field that is wrong
     */
    static SecurityStatus read(String subject, byte[] body) throws MalformedMessageException {
        String venueId = subject.split("\\.", -1)[2];
        JsonFields fields = JsonFields.read(body, ReportJson.MAX_BYTES);
        fields.expect("schema", "oms.status");
        fields.expect("version", 1);
        fields.expect("msgType", "SecurityStatus");
        fields.expect("venueId", venueId);
        return new SecurityStatus(
                venueId,
                fields.id("statusId", MAX_ID),
                fields.id("symbol", MAX_SYMBOL),
                tradingStatus(fields.id("securityTradingStatus", MAX_NAME)),
                fields.remarkOrNull("text", MAX_TEXT),
                fields.time("transactTime"));
    }

    private static TradingStatus tradingStatus(String name) throws MalformedMessageException {
        for (TradingStatus status : TradingStatus.values()) {
            if (status.name().equals(name)) {
                return status;
            }
        }
        throw new MalformedMessageException("securityTradingStatus must be TRADING_HALT or RESUME");
    }
}
