package io.tradecore.api.margin;

import io.tradecore.api.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A margin call or a stop-out as it stands.
 *
 * @param kind MARGIN_CALL or LIQUIDATION
 * @param status of a call RAISED or CLEARED, of a liquidation STARTED or ENDED
 * @param equity in the account's base currency, when it came to this status; used likewise
 * @param level the account's parameter that it fell below
 * @param result of a liquidation that has ended: RESTORED or FLAT
 */
public record MarginNotice(
        UUID accountId,
        UUID id,
        String kind,
        String status,
        String currency,
        BigDecimal equity,
        BigDecimal used,
        BigDecimal level,
        Instant beganAt,
        @Nullable Instant endedAt,
        @Nullable String result) {
    private static final int VERSION = 1;

    /** As a message. */
    public byte[] toBytes() {
        return new JsonObject()
                .put("schema", "oms.margin")
                .put("version", VERSION)
                .put("accountId", accountId.toString())
                .put("kind", kind)
                .put("id", id.toString())
                .put("status", status)
                .put("currency", currency)
                .put("equity", equity)
                .put("used", used)
                .put("level", level)
                .put("beganAt", beganAt)
                .put("endedAt", endedAt)
                .put("result", result)
                .toBytes();
    }
}
