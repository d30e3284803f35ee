package io.tradecore.api.admin;

import io.tradecore.api.edge.Decimals;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.TimeInForce;
import io.tradecore.oms.risk.InstrumentSelector;
import io.tradecore.oms.risk.Limit.Severity;
import io.tradecore.oms.risk.LimitKind;
import io.tradecore.oms.risk.RuleScope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule that is to be made. Its row is told as a map of its columns, but for its id. */
public sealed interface NewRule {

    InstrumentSelector instruments();

    /** Null: as soon as it is in force. */
    @Nullable
    Instant effectiveFrom();

    /** Null: until it is ended. */
    @Nullable
    Instant effectiveTo();

    /** The table it is kept in. */
    String table();

    /** The column of its id. */
    String idColumn();

    Map<String, Object> row();

    /** @param scopeId the desk, the strategy, the account or the user, * of the firm */
    record NewLimit(
            LimitKind kind,
            RuleScope scope,
            String scopeId,
            InstrumentSelector instruments,
            BigDecimal value,
            Severity severity,
            @Nullable Instant effectiveFrom,
            @Nullable Instant effectiveTo)
            implements NewRule {

        public @Nullable AccountId accountId() {
            return scope == RuleScope.ACCOUNT ? AccountId.of(scopeId) : null;
        }

        @Override
        public String table() {
            return scope == RuleScope.ACCOUNT ? "account_limits" : "house_limits";
        }

        @Override
        public String idColumn() {
            return "limit_id";
        }

        @Override
        public Map<String, Object> row() {
            Map<String, Object> row = dated(this);
            if (scope == RuleScope.ACCOUNT) {
                row.put("account_id", scopeId);
            } else {
                row.put("scope", scope.name());
                row.put("scope_id", scopeId);
            }
            row.put("kind", kind.name());
            row.put("value", Decimals.text(value));
            row.put("severity", severity.name());
            return row;
        }
    }

    /** @param user * of all that have no permission of their own */
    record NewPermission(
            String user,
            InstrumentSelector instruments,
            @Nullable String venueId,
            @Nullable Instant effectiveFrom,
            @Nullable Instant effectiveTo)
            implements NewRule {

        @Override
        public String table() {
            return "user_permissions";
        }

        @Override
        public String idColumn() {
            return "permission_id";
        }

        @Override
        public Map<String, Object> row() {
            Map<String, Object> row = dated(this);
            row.put("user_id", user);
            if (venueId != null) {
                row.put("venue_id", venueId);
            }
            return row;
        }
    }

    record NewOrderTerms(
            InstrumentSelector instruments,
            Set<OrdType> ordTypes,
            Set<TimeInForce> timesInForce,
            @Nullable Instant effectiveFrom,
            @Nullable Instant effectiveTo)
            implements NewRule {

        @Override
        public String table() {
            return "order_terms";
        }

        @Override
        public String idColumn() {
            return "terms_id";
        }

        @Override
        public Map<String, Object> row() {
            Map<String, Object> row = dated(this);
            row.put("ord_types", ordTypes.stream().map(Enum::name).sorted().toList());
            row.put(
                    "times_in_force",
                    timesInForce.stream().map(Enum::name).sorted().toList());
            return row;
        }
    }

    private static Map<String, Object> dated(NewRule rule) {
        Map<String, Object> row = new LinkedHashMap<>();
        InstrumentSelector instruments = rule.instruments();
        if (instruments.securityType() != null) {
            row.put("security_type", instruments.securityType().name());
        }
        if (instruments.symbol() != null) {
            row.put("symbol", instruments.symbol());
        }
        if (rule.effectiveFrom() != null) {
            row.put("effective_from", rule.effectiveFrom().toString());
        }
        if (rule.effectiveTo() != null) {
            row.put("effective_to", rule.effectiveTo().toString());
        }
        return row;
    }
}
