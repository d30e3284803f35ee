package io.tradecore.api.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.edge.Decimals;
import io.tradecore.oms.margin.MarginState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an account on margin stands at the hot quotes, in its base currency. Where something is missing all figures are null.
 *
 * @param equity cash and what is not realised, after haircuts
 * @param used initial margin of the positions
 * @param maintenance their maintenance margin
 * @param orders initial margin of what open orders may add
 * @param withheld cash that is held for something else than orders
 * @param free equity less used, orders and withheld
 * @param level equity / used, rounded down; null where none is used
 * @param stale whether a quote it is made of is older than orders are judged by, and counts with a haircut
 * @param marginCall whether a margin call is not answered yet
 * @param liquidating whether a stop-out goes on
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record MarginStandingView(
        String accountId,
        String currency,
        @Nullable String equity,
        @Nullable String used,
        @Nullable String maintenance,
        @Nullable String orders,
        @Nullable String withheld,
        @Nullable String free,
        @Nullable String level,
        boolean stale,
        boolean marginCall,
        boolean liquidating,
        MarginSettingsView settings,
        Instant valuedAt,
        List<EquityView.MissingView> missing) {

    static MarginStandingView of(
            String accountId,
            String currency,
            MarginState state,
            boolean marginCall,
            boolean liquidating,
            MarginSettingsView settings,
            Instant valuedAt) {
        return switch (state) {
            case MarginState.Known known ->
                new MarginStandingView(
                        accountId,
                        currency,
                        Decimals.text(known.equity()),
                        Decimals.text(known.used()),
                        Decimals.text(known.maintenance()),
                        Decimals.text(known.orders()),
                        Decimals.text(known.withheld()),
                        Decimals.text(known.free()),
                        Decimals.textOrNull(known.level()),
                        known.stale(),
                        marginCall,
                        liquidating,
                        settings,
                        valuedAt,
                        List.of());
            case MarginState.Unknown(var missing) ->
                new MarginStandingView(
                        accountId,
                        currency,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false,
                        marginCall,
                        liquidating,
                        settings,
                        valuedAt,
                        missing.stream()
                                .map(one -> new EquityView.MissingView(
                                        one.what(), one.symbol(), one.fromAsset(), one.toAsset()))
                                .toList());
        };
    }
}
