package io.tradecore.oms.margin;

import io.tradecore.oms.command.Reason;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import io.tradecore.oms.valuation.Missing;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why it cannot be told what is free of an account on margin, as whatever would use some of it is refused with. */
public final class MarginGap {

    private MarginGap() {}

    /** By the first of what there is no figure for. */
    public static Verdict.Denied of(MarginState.Unknown unknown) {
        return denied(unknown.missing().getFirst());
    }

    private static Verdict.Denied denied(Missing missing) {
        Map<String, String> names = new LinkedHashMap<>();
        put(names, "symbol", missing.symbol());
        put(names, "from", missing.fromAsset());
        put(names, "to", missing.toAsset());
        return switch (missing.what()) {
            case INSTRUMENT, MARGIN_TERMS ->
                new Verdict.Denied(
                        Reason.MARGIN_TERMS_MISSING,
                        "What the account holds or has open takes margin that cannot be told: its terms are missing.",
                        names);
            case QUOTE ->
                new Verdict.Denied(
                        Reason.QUOTE_MISSING,
                        "There is no quote to mark what the account holds or has open by.",
                        names);
            case RATE, RATE_QUOTE ->
                new Verdict.Denied(
                        Reason.RATE_MISSING, "There is no rate to value what the account holds and owes by.", names);
        };
    }

    private static void put(Map<String, String> names, String name, @Nullable String value) {
        if (value != null) {
            names.put(name, value);
        }
    }
}
