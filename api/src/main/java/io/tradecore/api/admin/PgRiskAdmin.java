package io.tradecore.api.admin;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.query.Cursor;
import io.tradecore.api.query.Page;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Reason;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes the rules of risk: one operator proposes, another approves; what only tightens is in force at once. A change counts for
 * every batch of orders that begins after it was committed. Safe for use by many threads; blocks its thread.
 */
@Singleton
public final class PgRiskAdmin {
    private static final String CHANGES = "risk-changes";
    private static final List<String> IDS = List.of("limitId", "permissionId", "termsId");

    // One change after the other: what tightens is judged by what stands.
    private static final String LOCK_RULES = "SELECT version FROM risk_version FOR UPDATE";

    private static final String FIND_VERSION = "SELECT version FROM risk_version";

    // Figures as text, what is absent left out.
    private static final String ROW_AS_JSON = """
            (SELECT jsonb_object_agg(key, CASE jsonb_typeof(value) WHEN 'number' THEN to_jsonb(value #>> '{}') ELSE value END)
                FROM jsonb_each(%s) WHERE value <> 'null')""";

    private static final String CHANGE_COLUMNS =
            "SELECT change_id, account_id, rules, state, reason, proposed_by, proposed_at,"
                    + " resolved_by, resolved_at, resolution, " + ROW_AS_JSON.formatted("before") + " AS before, "
                    + ROW_AS_JSON.formatted("after") + " AS after FROM risk_changes";

    private static final String FIND_CHANGE = CHANGE_COLUMNS + " WHERE change_id = ?";

    private static final String LIST_CHANGES = CHANGE_COLUMNS + """
             WHERE (CAST(? AS text) IS NULL OR state = ?)
                AND (CAST(? AS timestamptz) IS NULL OR (proposed_at, change_id) > (?, ?))
            ORDER BY proposed_at, change_id LIMIT ?""";

    private static final String LIST_RULES = "SELECT " + ROW_AS_JSON.formatted("to_jsonb(r)") + """
             AS rule FROM %s r WHERE (effective_to IS NULL OR effective_to > now())%s ORDER BY created_at, %s""";

    private static final String FIND_RULE = "SELECT " + ROW_AS_JSON.formatted("to_jsonb(r)") + """
             AS rule FROM %s r WHERE %s = ? AND (effective_to IS NULL OR effective_to > now())""";

    private static final String ADD_CHANGE = """
            INSERT INTO risk_changes (change_id, account_id, rules, ended_id, before, after, reason, proposed_by)
            VALUES (?, ?, ?, ?, CAST(? AS jsonb), CAST(? AS jsonb), ?, ?)""";

    private static final String APPLY_CHANGE = "SELECT apply_risk_change(?, ?, ?)";

    private static final String REJECT_CHANGE = """
            UPDATE risk_changes SET state = 'REJECTED', resolved_by = ?, resolved_at = now(), resolution = ? WHERE change_id = ?""";

    private final AdminTransactions transactions;
    private final RuleTightening tightening = new RuleTightening();
    private final Clock clock;
    private final JsonMapper json;

    PgRiskAdmin(AdminTransactions transactions, Clock clock, JsonMapper json) {
        this.transactions = transactions;
        this.clock = clock;
        this.json = json;
    }

    /** A rule that stands: the table it is kept in, and its row by columns. */
    private record Standing(String table, String row) {}

    /**
     * Proposes that a rule ends, that one is made, or that one takes the place of another. The same id with the same body answers
     * what stands.
     *
     * @param ends the rule that is to end, null: none
     * @param made the rule that is to be made, null: none
     */
    public Stored<RiskChangeView> propose(
            String actor, UUID changeId, @Nullable UUID ends, @Nullable NewRule made, String reason) {
        return transactions.act(actor, connection -> {
            Sql.first(connection, LOCK_RULES, row -> row.getLong(1));
            RiskChangeView known = find(connection, changeId);
            if (known != null) {
                requireSame(known, ends, made, reason, actor);
                return new AdminTransactions.Act<>(new Stored<>(known, false), null);
            }
            Instant to = made == null ? null : made.effectiveTo();
            if (to != null && !to.isAfter(clock.instant())) {
                throw ApiException.ofField(ApiCode.FIELD_INVALID, "effectiveTo", "effectiveTo must be in the future.");
            }
            Standing ended = ends == null ? null : standing(connection, ends, made);
            RuleReferences.require(connection, made);
            Map<String, Object> before = ended == null ? null : map(ended.row());
            boolean atOnce = made != null && tightening.isOne(connection, made, before);
            add(connection, actor, changeId, ends, ended, made, reason);
            if (atOnce) {
                apply(connection, changeId, actor, null);
            }
            RiskChangeView view = Objects.requireNonNull(find(connection, changeId));
            return new AdminTransactions.Act<>(
                    new Stored<>(view, true), entry(atOnce ? "RISK_RULE_CHANGED" : "RISK_CHANGE_PROPOSED", view));
        });
    }

    /** Puts a change in force that another operator has proposed. */
    public RiskChangeView approve(String actor, UUID changeId) {
        return transactions.act(actor, connection -> {
            Sql.first(connection, LOCK_RULES, row -> row.getLong(1));
            RiskChangeView change = proposed(connection, changeId, "APPLIED");
            if (!change.state().equals("PROPOSED")) {
                return new AdminTransactions.Act<>(change, null);
            }
            if (change.proposedBy().equals(actor)) {
                throw ApiException.of(
                        Reason.FOUR_EYES, "Another operator than the one who proposed it has to approve it.");
            }
            apply(connection, changeId, actor, null);
            RiskChangeView view = Objects.requireNonNull(find(connection, changeId));
            return new AdminTransactions.Act<>(view, entry("RISK_RULE_CHANGED", view));
        });
    }

    /** Ends the wait of a change, which stays without effect. Who proposed it may as well. */
    public RiskChangeView reject(String actor, UUID changeId, String why) {
        return transactions.act(actor, connection -> {
            Sql.first(connection, LOCK_RULES, row -> row.getLong(1));
            RiskChangeView change = proposed(connection, changeId, "REJECTED");
            if (!change.state().equals("PROPOSED")) {
                return new AdminTransactions.Act<>(change, null);
            }
            Sql.update(connection, REJECT_CHANGE, actor, why, changeId);
            RiskChangeView view = Objects.requireNonNull(find(connection, changeId));
            return new AdminTransactions.Act<>(view, entry("RISK_CHANGE_REJECTED", view));
        });
    }

    /** One change. */
    public RiskChangeView change(String actor, UUID changeId) {
        AuditEntry entry = AuditEntry.of("RISK_CHANGES_QUERIED", AuditEntry.detail("changeId", changeId));
        return transactions.query(actor, entry, connection -> {
            RiskChangeView view = find(connection, changeId);
            if (view == null) {
                throw notFound();
            }
            return view;
        });
    }

    /**
     * Changes in the order they were proposed: the history of the rules.
     *
     * @param state null: all
     */
    public Page<RiskChangeView> changes(String actor, @Nullable String state, @Nullable String cursor, int limit) {
        AuditEntry entry = AuditEntry.of("RISK_CHANGES_QUERIED", AuditEntry.detail("state", state));
        List<RiskChangeView> found = transactions.query(actor, entry, connection -> {
            String[] after = cursor == null ? null : Cursor.decode(CHANGES, cursor, 2);
            Instant afterTime = after == null ? null : Cursor.time(after[0]);
            UUID afterId = after == null ? null : Cursor.uuid(after[1]);
            return Sql.list(
                    connection, LIST_CHANGES, this::view, state, state, afterTime, afterTime, afterId, limit + 1);
        });
        return Page.cut(
                found, limit, last -> Cursor.encode(CHANGES, last.proposedAt().toString(), last.changeId()));
    }

    /** The rules of the house that are in force or will be, or with an account its own limits. */
    public RiskRulesView rules(String actor, @Nullable AccountId accountId) {
        AuditEntry entry = new AuditEntry("RISK_RULES_QUERIED", accountId, null, Map.of());
        return transactions.query(actor, entry, connection -> {
            long version = Objects.requireNonNull(Sql.first(connection, FIND_VERSION, row -> row.getLong(1)));
            return accountId == null
                    ? new RiskRulesView(
                            version,
                            list(connection, LIST_RULES.formatted("house_limits", "", "limit_id")),
                            list(connection, LIST_RULES.formatted("user_permissions", "", "permission_id")),
                            list(connection, LIST_RULES.formatted("order_terms", "", "terms_id")))
                    : new RiskRulesView(
                            version,
                            list(
                                    connection,
                                    LIST_RULES.formatted("account_limits", " AND account_id = ?", "limit_id"),
                                    accountId.value()),
                            List.of(),
                            List.of());
        });
    }

    private List<Map<String, Object>> list(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        return Sql.list(connection, sql, row -> named(Sql.text(row, "rule")), parameters);
    }

    /** What it takes the place of is of the same kind, and so in the same table. */
    private static Standing standing(Connection connection, UUID ruleId, @Nullable NewRule made) throws SQLException {
        for (Map.Entry<String, String> table : Map.of(
                        "house_limits", "limit_id",
                        "account_limits", "limit_id",
                        "user_permissions", "permission_id",
                        "order_terms", "terms_id")
                .entrySet()) {
            String row = Sql.first(
                    connection,
                    FIND_RULE.formatted(table.getKey(), table.getValue()),
                    found -> Sql.text(found, "rule"),
                    ruleId);
            if (row != null) {
                if (made != null && !made.table().equals(table.getKey())) {
                    throw ApiException.ofField(
                            ApiCode.RISK_RULE_UNKNOWN, "ends", "A rule takes the place of one of its own sort.");
                }
                return new Standing(table.getKey(), row);
            }
        }
        throw ApiException.ofField(ApiCode.RISK_RULE_UNKNOWN, "ends", "No such rule is in force or will be.");
    }

    private void add(
            Connection connection,
            String actor,
            UUID changeId,
            @Nullable UUID ends,
            @Nullable Standing ended,
            @Nullable NewRule made,
            String reason)
            throws SQLException {
        Map<String, Object> after = null;
        if (made != null) {
            after = new LinkedHashMap<>(Map.of(made.idColumn(), changeId.toString()));
            after.putAll(made.row());
        }
        Map<String, Object> row = ended == null ? Objects.requireNonNull(after) : map(ended.row());
        Object account = row.get("account_id");
        Sql.update(
                connection,
                ADD_CHANGE,
                changeId,
                account == null ? null : UUID.fromString(account.toString()),
                made != null ? made.table() : Objects.requireNonNull(ended).table(),
                ends,
                ended == null ? null : ended.row(),
                after == null ? null : write(after),
                reason,
                actor);
    }

    private static void apply(Connection connection, UUID changeId, String actor, @Nullable String why)
            throws SQLException {
        boolean applied = Boolean.TRUE.equals(
                Sql.first(connection, APPLY_CHANGE, row -> row.getBoolean(1), changeId, actor, why));
        if (!applied) {
            throw ApiException.of(
                    ApiCode.RISK_CHANGE_NOT_APPLICABLE,
                    "The rule that it would end, or the one that it would make, has ended since it was proposed.");
        }
    }

    /** The change, if it waits or has come to what is asked for. */
    private RiskChangeView proposed(Connection connection, UUID changeId, String wanted) throws SQLException {
        RiskChangeView change = find(connection, changeId);
        if (change == null) {
            throw notFound();
        }
        if (!change.state().equals("PROPOSED") && !change.state().equals(wanted)) {
            throw ApiException.of(
                    ApiCode.RISK_CHANGE_NOT_APPLICABLE, "It is " + change.state() + " by " + change.resolvedBy() + ".");
        }
        return change;
    }

    private static void requireSame(
            RiskChangeView known, @Nullable UUID ends, @Nullable NewRule made, String reason, String actor) {
        if (!known.reason().equals(reason)) {
            throw ApiException.existsWithDifferent("reason", "The change exists with another reason.");
        }
        if (!known.proposedBy().equals(actor)) {
            throw ApiException.existsWithDifferent("changeId", "The change was proposed by another operator.");
        }
        if (!Objects.equals(ends == null ? null : ends.toString(), idOf(known.before()))) {
            throw ApiException.existsWithDifferent("ends", "The change exists with another rule that ends.");
        }
        if ((known.after() == null) != (made == null)
                || (made != null && !named(made.row()).equals(asked(known)))) {
            throw ApiException.existsWithDifferent("changeId", "The change exists with another rule.");
        }
    }

    private static @Nullable Object idOf(@Nullable Map<String, Object> rule) {
        return rule == null
                ? null
                : IDS.stream()
                        .map(rule::get)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    private static Map<String, Object> asked(RiskChangeView known) {
        Map<String, Object> row = new LinkedHashMap<>(Objects.requireNonNull(known.after()));
        IDS.forEach(row::remove);
        return row;
    }

    private static AuditEntry entry(String action, RiskChangeView change) {
        return new AuditEntry(
                action,
                change.accountId() == null ? null : AccountId.of(change.accountId()),
                null,
                AuditEntry.detail(
                        "changeId",
                        change.changeId(),
                        "rule",
                        change.rule(),
                        "from",
                        change.before(),
                        "to",
                        change.after(),
                        "reason",
                        change.reason(),
                        "proposedBy",
                        change.proposedBy(),
                        "resolution",
                        change.resolution()));
    }

    private static ApiException notFound() {
        return ApiException.of(ApiCode.RISK_CHANGE_NOT_FOUND, "There is no such change.");
    }

    private @Nullable RiskChangeView find(Connection connection, UUID changeId) throws SQLException {
        return Sql.first(connection, FIND_CHANGE, this::view, changeId);
    }

    private RiskChangeView view(ResultSet row) throws SQLException {
        String before = Sql.textOrNull(row, "before");
        String after = Sql.textOrNull(row, "after");
        return new RiskChangeView(
                Sql.uuid(row, "change_id"),
                switch (Sql.text(row, "rules")) {
                    case "user_permissions" -> "PERMISSION";
                    case "order_terms" -> "ORDER_TERMS";
                    default -> "LIMIT";
                },
                Sql.uuidOrNull(row, "account_id"),
                Sql.text(row, "state"),
                before == null ? null : named(before),
                after == null ? null : named(after),
                Sql.text(row, "reason"),
                Sql.text(row, "proposed_by"),
                Sql.time(row, "proposed_at"),
                Sql.textOrNull(row, "resolved_by"),
                Sql.timeOrNull(row, "resolved_at"),
                Sql.textOrNull(row, "resolution"));
    }

    private Map<String, Object> named(String row) {
        return named(map(row));
    }

    /** As requests and answers name what columns hold. */
    private static Map<String, Object> named(Map<String, Object> row) {
        Map<String, Object> named = new LinkedHashMap<>();
        row.forEach((column, value) -> {
            StringBuilder name = new StringBuilder();
            for (String word : column.split("_", -1)) {
                name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
            }
            named.put(name.toString(), value);
        });
        return named;
    }

    private Map<String, Object> map(String text) {
        try {
            return json.readValue(text, Argument.mapOf(String.class, Object.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String write(Map<String, Object> row) {
        try {
            return json.writeValueAsString(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
