package io.tradecore.api.admin;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.OrderId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operator did or looked at.
 *
 * @param detail by name: the parameters of a query, or from and to of a change
 */
public record AuditEntry(
        String action,
        @Nullable AccountId accountId,
        @Nullable OrderId orderId,
        Map<String, Object> detail) {

    /** Of no account in particular. */
    static AuditEntry of(String action, Map<String, Object> detail) {
        return new AuditEntry(action, null, null, detail);
    }

    /** Of one account. */
    static AuditEntry of(String action, AccountId accountId, Map<String, Object> detail) {
        return new AuditEntry(action, accountId, null, detail);
    }

    /** A change of one figure or status. */
    static Map<String, Object> change(String from, String to) {
        return Map.of("from", from, "to", to);
    }

    /** Names and values in turn, those without a value left out. */
    static Map<String, Object> detail(@Nullable Object... namesAndValues) {
        Map<String, Object> detail = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                detail.put(String.valueOf(namesAndValues[i]), value instanceof Map ? value : value.toString());
            }
        }
        return detail;
    }
}
