package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.admin.NewInstrument;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.oms.instrument.SecurityType;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An instrument to be made.
 *
 * @param pxScale most decimals of a price; the tick size has no more
 * @param qtyScale most decimals of a quantity; the lot size has no more
 * @param multiplier notional = quantity x price x multiplier, of an inverse contract quantity x multiplier / price; 1 where
 *     nothing is said
 * @param priceCollar largest distance of a price from the touch, as a share of it: 0.05 is 5 %
 * @param feeRate fee as a share of the notional: 0.001 is 10 basis points
 * @param securityType FIX 167; SPOT where nothing is said
 * @param inverse whether it is counted in the currency it is quoted in and settled in the other
 * @param negativePx whether it may trade at zero or below
 * @param settlCurrency FIX 120, of what is not delivered; the currency it is quoted in where nothing is said
 * @param baseAsset the asset that is traded, of what is delivered and has a multiplier of 1: commissions in it are taken from the
 *     position; other than the symbol and the currency
 * @param margin without it, it cannot be traded on margin
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record InstrumentRequest(
        @Schema(pattern = "^[A-Z0-9]{2,20}$") String symbol,
        String venueId,
        String currency,
        Integer pxScale,
        Integer qtyScale,
        @Schema(type = "string", example = "0.01") BigDecimal tickSize,
        @Schema(type = "string", example = "0.001") BigDecimal lotSize,
        @Schema(type = "string", example = "1") @Nullable BigDecimal multiplier,
        @Schema(type = "string", example = "100") BigDecimal maxOrderQty,
        @Schema(type = "string", example = "1000000") BigDecimal maxOrderNotional,
        @Schema(type = "string", example = "0.05") BigDecimal priceCollar,
        @Schema(type = "string", example = "0.001") BigDecimal feeRate,
        @Nullable SecurityType securityType,
        @Nullable Boolean inverse,
        @Nullable Boolean negativePx,
        @Nullable String settlCurrency,
        @Nullable String baseAsset,
        @Nullable MarginRequest margin)
        implements JsonRequest {

    public InstrumentRequest {
        Checks.asset("symbol", symbol);
        Checks.venueId("venueId", venueId);
        Checks.asset("currency", currency);
        Checks.range("pxScale", pxScale, 0, 12);
        Checks.range("qtyScale", qtyScale, 0, 12);
        requireStep("tickSize", tickSize, pxScale);
        requireStep("lotSize", lotSize, qtyScale);
        Decimals.requirePositive("multiplier", multiplier);
        Decimals.requirePositive("maxOrderQty", maxOrderQty);
        Decimals.requirePositive("maxOrderNotional", maxOrderNotional);
        Decimals.requirePositive("priceCollar", priceCollar);
        Decimals.requireNotNegative("feeRate", feeRate);
        requireShare("priceCollar", priceCollar);
        requireShare("feeRate", feeRate);
        requireKind(
                securityType == null || securityType.isDelivered(),
                Boolean.TRUE.equals(inverse),
                Boolean.TRUE.equals(negativePx),
                settlCurrency);
        if (baseAsset != null) {
            requireBase(
                    baseAsset,
                    securityType == null || securityType.isDelivered(),
                    multiplier == null || multiplier.compareTo(BigDecimal.ONE) == 0,
                    Set.of(symbol, currency));
        }
    }

    private static void requireStep(String field, BigDecimal step, int scale) {
        Decimals.requirePositive(field, step);
        if (step.stripTrailingZeros().scale() > scale) {
            throw Checks.invalid(field, "of at most " + scale + " decimals");
        }
    }

    private static void requireShare(String field, BigDecimal share) {
        if (share.compareTo(BigDecimal.ONE) >= 0) {
            throw Checks.invalid(field, "a share below 1");
        }
    }

    private static void requireKind(
            boolean delivered, boolean inverse, boolean negativePx, @Nullable String settlCurrency) {
        if (settlCurrency != null) {
            Checks.asset("settlCurrency", settlCurrency);
            if (delivered) {
                throw Checks.invalid("settlCurrency", "absent of what is delivered for its price");
            }
        }
        if (negativePx && delivered) {
            throw Checks.invalid("negativePx", "absent or false of what is delivered for its price");
        }
        if (inverse && (delivered || negativePx)) {
            throw Checks.invalid("inverse", "of a contract that is not delivered and has prices above zero");
        }
    }

    private static void requireBase(String baseAsset, boolean delivered, boolean unitOfIt, Set<String> others) {
        Checks.asset("baseAsset", baseAsset);
        if (!delivered) {
            throw Checks.invalid("baseAsset", "absent of what is not delivered");
        }
        if (!unitOfIt) {
            throw Checks.invalid("baseAsset", "absent where the multiplier is not 1");
        }
        if (others.contains(baseAsset)) {
            throw Checks.invalid("baseAsset", "other than the symbol and the currency");
        }
    }

    private NewInstrument.Kind kind() {
        return new NewInstrument.Kind(
                securityType == null ? SecurityType.SPOT : securityType,
                Boolean.TRUE.equals(inverse),
                Boolean.TRUE.equals(negativePx),
                settlCurrency == null || settlCurrency.equals(currency) ? null : settlCurrency,
                baseAsset,
                margin == null ? null : margin.terms());
    }

    NewInstrument terms() {
        return new NewInstrument(
                symbol,
                venueId,
                currency,
                pxScale,
                qtyScale,
                tickSize,
                lotSize,
                multiplier == null ? BigDecimal.ONE : multiplier,
                maxOrderQty,
                maxOrderNotional,
                priceCollar,
                feeRate,
                kind());
    }
}
