package io.tradecore.api.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tradecore.api.admin.NewRule;
import io.tradecore.api.edge.Checks;
import io.tradecore.api.edge.Decimals;
import io.tradecore.api.edge.JsonRequest;
import io.tradecore.api.edge.Times;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.risk.InstrumentSelector;
import io.tradecore.oms.risk.Limit;
import io.tradecore.oms.risk.Limit.Severity;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.Recent;
import io.tradecore.oms.risk.RuleScope;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A limit to be made.
 *
 * @param scopeId the desk, the strategy, the account or the user; absent for the firm
 * @param securityType a class of instruments; symbol: one; with neither it is for all
 * @param value inclusive, in the unit of its kind
 * @param severity HARD where nothing is said
 * @param effectiveFrom absent, or past: as soon as it is in force
 */
@Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
public record RiskLimitRequest(
        LimitKind kind,
        RuleScope scope,
        @Nullable String scopeId,
        @Nullable SecurityType securityType,
        @Nullable String symbol,
        @Schema(type = "string", example = "10") BigDecimal value,
        @Nullable Severity severity,
        @Nullable Instant effectiveFrom,
        @Nullable Instant effectiveTo)
        implements JsonRequest {

    private static final int LARGEST_RATE = 1_000_000;
    private static final BigDecimal LONGEST_WINDOW_MS = BigDecimal.valueOf(Recent.SENT.toMillis());

    public RiskLimitRequest {
        requireScope(scope, scopeId);
        RiskChangeRequest.requireInstruments(securityType, symbol);
        RiskChangeRequest.requirePeriod(effectiveFrom, effectiveTo);
        Decimals.requireNotNegative("value", value);
        if (kind == LimitKind.MAY_TRADE && value.compareTo(BigDecimal.ONE) != 0 && value.signum() != 0) {
            throw Checks.invalid("value", "1 where it may be traded, 0 where it may not");
        }
        if (kind == LimitKind.DUPLICATE_WINDOW_MS && value.compareTo(LONGEST_WINDOW_MS) > 0) {
            throw Checks.invalid("value", "at most " + LONGEST_WINDOW_MS);
        }
        if (kind == LimitKind.MAX_GROUP_CREDIT) {
            requireGroup("a credit of a group", scope, securityType, symbol, severity);
        }
        if (kind == LimitKind.GROUP_ORDERS_PER_SECOND) {
            requireGroup("a rate of a group", scope, securityType, symbol, severity);
            requireWholeRate(value);
        }
        if (kind == LimitKind.ORDERS_PER_SECOND || kind == LimitKind.MESSAGES_PER_SECOND) {
            requireRate(scope, securityType, symbol, severity);
            requireWholeRate(value);
        }
    }

    private static void requireScope(RuleScope scope, @Nullable String scopeId) {
        if (scope == RuleScope.FIRM) {
            if (scopeId != null) {
                throw Checks.invalid("scopeId", "absent for the firm");
            }
            return;
        }
        if (scopeId == null) {
            throw ApiException.ofField(ApiCode.FIELD_MISSING, "scopeId", "It says whose limit it is.");
        }
        switch (scope) {
            case FIRM -> {}
            case DESK, STRATEGY -> Checks.groupId("scopeId", scopeId);
            case USER -> Checks.text("scopeId", scopeId, 200);
            case ACCOUNT -> {
                try {
                    AccountId.of(scopeId);
                } catch (IllegalArgumentException _) {
                    throw Checks.invalid("scopeId", "a UUID of 36 characters");
                }
            }
        }
    }

    /** It is of what all accounts of the firm, a desk or a strategy use together. */
    private static void requireGroup(
            String what,
            RuleScope scope,
            @Nullable SecurityType securityType,
            @Nullable String symbol,
            @Nullable Severity severity) {
        if (scope == RuleScope.ACCOUNT || scope == RuleScope.USER) {
            throw Checks.invalid("scope", "FIRM, DESK or STRATEGY for " + what);
        }
        if (securityType != null || symbol != null) {
            throw Checks.invalid(symbol != null ? "symbol" : "securityType", "absent for " + what);
        }
        if (severity == Severity.SOFT) {
            throw Checks.invalid("severity", "HARD for " + what);
        }
    }

    /** It is counted for an account as a whole, before anything of the order is looked at. */
    private static void requireRate(
            RuleScope scope,
            @Nullable SecurityType securityType,
            @Nullable String symbol,
            @Nullable Severity severity) {
        if (scope == RuleScope.USER) {
            throw Checks.invalid("scope", "FIRM, DESK, STRATEGY or ACCOUNT for a rate");
        }
        if (securityType != null || symbol != null) {
            throw Checks.invalid(symbol != null ? "symbol" : "securityType", "absent for a rate");
        }
        if (severity == Severity.SOFT) {
            throw Checks.invalid("severity", "HARD for a rate");
        }
    }

    private static void requireWholeRate(BigDecimal value) {
        boolean whole = value.stripTrailingZeros().scale() <= 0;
        if (!whole || value.signum() == 0 || value.compareTo(BigDecimal.valueOf(LARGEST_RATE)) > 0) {
            throw Checks.invalid("value", "a whole number from 1 to " + LARGEST_RATE);
        }
    }

    NewRule rule() {
        return new NewRule.NewLimit(
                kind,
                scope,
                scopeId == null
                        ? Limit.FIRM_ID
                        : scope == RuleScope.ACCOUNT ? AccountId.of(scopeId).toString() : scopeId,
                new InstrumentSelector(securityType, symbol),
                value,
                severity == null ? Severity.HARD : severity,
                Times.stored(effectiveFrom),
                Times.stored(effectiveTo));
    }
}
