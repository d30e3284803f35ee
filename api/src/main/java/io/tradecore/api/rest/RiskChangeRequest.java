package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.admin.NewRule;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.api.edge.Params;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.oms.instrument.SecurityType;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A change of the rules of risk: one ends, one is made, or one takes the place of another of its sort.
 *
 * @param changeId a UUID of the caller's, so that asking again changes nothing twice; the rule that is made gets it as its id
 * @param ends the id of the rule that is to end
 * @param reason why, for the history
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record RiskChangeRequest(
        @Schema(format = "uuid") String changeId,
        @Schema(format = "uuid") @Nullable String ends,
        @Nullable RiskLimitRequest limit,
        @Nullable PermissionRequest permission,
        @Nullable OrderTermsRequest orderTerms,
        String reason)
        implements JsonRequest {

    public RiskChangeRequest {
        requireId("changeId", changeId);
        if (ends != null) {
            requireId("ends", ends);
        }
        Checks.text("reason", reason, 500);
        long made = Stream.of(limit, permission, orderTerms)
                .filter(Objects::nonNull)
                .count();
        if (made > 1 || (made == 0 && ends == null)) {
            throw ApiException.ofField(
                    ApiCode.FIELD_MISSING,
                    "ends",
                    "A change ends a rule, makes one, or both: limit, permission or orderTerms.");
        }
    }

    UUID id() {
        return UUID.fromString(changeId);
    }

    @Nullable
    UUID ended() {
        return ends == null ? null : UUID.fromString(ends);
    }

    @Nullable
    NewRule made() {
        if (limit != null) {
            return limit.rule();
        }
        if (permission != null) {
            return permission.rule();
        }
        return orderTerms == null ? null : orderTerms.rule();
    }

    private static void requireId(String field, String text) {
        try {
            Objects.requireNonNull(Params.uuid(field, text));
        } catch (ApiException _) {
            throw Checks.invalid(field, "a UUID of 36 characters");
        }
    }

    static void requireInstruments(@Nullable SecurityType securityType, @Nullable String symbol) {
        if (symbol != null) {
            Checks.asset("symbol", symbol);
            if (securityType != null) {
                throw Checks.invalid("securityType", "absent where there is a symbol");
            }
        }
    }

    static void requirePeriod(@Nullable Instant from, @Nullable Instant to) {
        if (to != null && from != null && !from.isBefore(to)) {
            throw Checks.invalid("effectiveTo", "after effectiveFrom");
        }
    }
}
