package io.tradecore.api.entry;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.edge.Decimals;
import io.tradecore.oms.risk.OrderPreview;
import io.tradecore.oms.risk.PreTradeRisk.Verdict;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What placing an order would come to now; nothing was written.
 *
 * @param accepted whether it would be acknowledged; if not it would be recorded as DENIED
 * @param code why it would be denied
 * @param numbers what was compared, by name, as decimal strings
 * @param ordRejReason FIX 103 of the denial
 * @param figures where it would be accepted
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PreviewView(
        boolean accepted,
        @Nullable String code,
        @Nullable String detail,
        Map<String, String> numbers,
        @Nullable Integer ordRejReason,
        @Nullable FiguresView figures) {

    /**
     * What it would take and make, if all of it were executed at reservePx.
     *
     * @param reservePx the limit, or the worst price the collar allows
     * @param notional in the instrument's currency, as is fee
     * @param reserved what would be set aside, in units of reservedAsset
     * @param available of reservedAsset, before
     * @param position signed, now
     */
    @Serdeable.Serializable
    public record FiguresView(
            String reservePx,
            String notional,
            String fee,
            String reserved,
            String reservedAsset,
            String available,
            String availableAfter,
            String position,
            String resultingPosition) {}

    public static PreviewView of(OrderPreview preview) {
        return switch (preview.verdict()) {
            case Verdict.Passed _ -> new PreviewView(true, null, null, Map.of(), null, figures(preview.figures()));
            case Verdict.Denied denied ->
                new PreviewView(
                        false,
                        denied.reason().name(),
                        denied.message(),
                        denied.numbers(),
                        denied.reason().ordRejReason(),
                        null);
        };
    }

    private static @Nullable FiguresView figures(OrderPreview.@Nullable Figures figures) {
        return figures == null
                ? null
                : new FiguresView(
                        Decimals.text(figures.reservePx()),
                        Decimals.text(figures.notional()),
                        Decimals.text(figures.fee()),
                        Decimals.text(figures.reservation().amount()),
                        figures.reservation().line().asset(),
                        Decimals.text(figures.available()),
                        Decimals.text(figures.available()
                                .subtract(figures.reservation().amount())),
                        Decimals.text(figures.position()),
                        Decimals.text(figures.resultingPosition()));
    }
}
