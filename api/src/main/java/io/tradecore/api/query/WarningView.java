package io.tradecore.api.query;

import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.oms.risk.PreTradeRisk.Warning;
import java.util.Map;

/**
 * A SOFT limit that an order is beyond, which passes all the same.
 *
 * @param code with which it would be denied, were the limit a HARD one
 * @param numbers what was compared, by name, as decimal strings
 */
@Serdeable.Serializable
public record WarningView(String code, String detail, Map<String, String> numbers) {

    public static WarningView of(Warning warning) {
        return new WarningView(warning.reason().name(), warning.message(), warning.numbers());
    }
}
