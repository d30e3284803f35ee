package io.tradecore.api.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an account has realised, in its base currency at the rates of the time.
 *
 * @param realisedPnl before fees; null while something waits for its rate
 * @param items by symbol
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RealisedView(
        String accountId, String baseCurrency, @Nullable String realisedPnl, List<OfSymbol> items) {

    /**
     * @param realisedPnl in the currency the instrument settles in
     * @param inBase what of it is converted, fixed for good
     * @param waiting what of it waits for a rate, in that currency; 0 mostly
     * @param conversions how many there were; none where that is the account's
     */
    @Serdeable.Serializable
    public record OfSymbol(
            String symbol, String currency, String realisedPnl, String inBase, String waiting, long conversions) {}
}
