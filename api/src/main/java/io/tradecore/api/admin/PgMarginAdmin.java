package io.tradecore.api.admin;

import io.tradecore.api.edge.Decimals;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.query.Cursor;
import io.tradecore.api.query.MarginSettingsView;
import io.tradecore.api.query.Page;
import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.UuidV7;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.margin.LiquidationMode;
import io.tradecore.oms.margin.MarginSettings;
import io.tradecore.oms.margin.pg.PgMarginBooks;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sets accounts' parameters of margin, and shows what became of accounts by them. The same again changes nothing and leaves no trace. Safe for
 * use by many threads; blocks its thread.
 */
@Singleton
public final class PgMarginAdmin {
    private static final String CALLS = "margin-calls";
    private static final String LIQUIDATIONS = "liquidations";

    private static final String LOCK_ACCOUNT = """
            SELECT account_type FROM accounts WHERE account_id = ? FOR UPDATE
            """;
    private static final String FIND_SETTINGS = """
            SELECT leverage, call_level, stop_out_level, restore_level, liquidation_mode FROM margin_settings WHERE account_id = ?
            """;
    private static final String SET_SETTINGS = """
            INSERT INTO margin_settings (account_id, leverage, call_level, stop_out_level, restore_level, liquidation_mode, updated_by)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (account_id) DO UPDATE SET leverage = EXCLUDED.leverage, call_level = EXCLUDED.call_level,
                stop_out_level = EXCLUDED.stop_out_level, restore_level = EXCLUDED.restore_level,
                liquidation_mode = EXCLUDED.liquidation_mode, updated_by = EXCLUDED.updated_by, updated_at = now()
            """;
    private static final String ADD_CHANGE = """
            INSERT INTO margin_settings_changes (account_id, change_id, changed_by, reason, from_leverage, from_call_level,
                from_stop_out_level, from_restore_level, from_liquidation_mode, leverage, call_level, stop_out_level, restore_level,
                liquidation_mode)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String LIST_CHANGES = """
            SELECT changed_at, changed_by, reason, from_leverage, from_call_level, from_stop_out_level, from_restore_level,
                from_liquidation_mode, leverage, call_level, stop_out_level, restore_level, liquidation_mode
            FROM margin_settings_changes WHERE account_id = ? ORDER BY changed_at DESC, change_id DESC
            """;
    private static final String LIST_CALLS = """
            SELECT * FROM margin_calls
            WHERE (CAST(? AS boolean) IS NULL OR (cleared_at IS NOT NULL) = ?) AND (CAST(? AS uuid) IS NULL OR account_id = ?)
                AND (CAST(? AS timestamptz) IS NULL OR (raised_at, call_id) < (?, ?))
            ORDER BY raised_at DESC, call_id DESC LIMIT ?
            """;
    private static final String LIST_LIQUIDATIONS = """
            SELECT * FROM liquidations
            WHERE (CAST(? AS boolean) IS NULL OR (ended_at IS NOT NULL) = ?) AND (CAST(? AS uuid) IS NULL OR account_id = ?)
                AND (CAST(? AS timestamptz) IS NULL OR (started_at, liquidation_id) < (?, ?))
            ORDER BY started_at DESC, liquidation_id DESC LIMIT ?
            """;
    private static final String LIST_STEPS = """
            SELECT p.*, o.cum_qty, o.ord_status FROM liquidation_steps p
            LEFT JOIN orders o ON (o.account_id, o.order_id) = (p.account_id, p.order_id)
            WHERE p.account_id = ? AND p.liquidation_id = ? ORDER BY p.step
            """;

    private final AdminTransactions transactions;
    private final UuidV7 ids;

    PgMarginAdmin(AdminTransactions transactions, UuidV7 ids) {
        this.transactions = transactions;
        this.ids = ids;
    }

    /** From now on the account is judged by these. */
    public MarginSettingsView set(String actor, AccountId accountId, MarginSettings settings, String reason) {
        return transactions.act(actor, connection -> {
            requireOnMargin(connection, accountId);
            MarginSettings before = Sql.first(connection, FIND_SETTINGS, PgMarginBooks::settings, accountId.value());
            if (settings.equals(before)) {
                return new AdminTransactions.Act<>(MarginSettingsView.of(settings), null);
            }
            Sql.update(
                    connection,
                    SET_SETTINGS,
                    accountId.value(),
                    settings.leverage(),
                    settings.callLevel(),
                    settings.stopOutLevel(),
                    settings.restoreLevel(),
                    settings.liquidationMode().name(),
                    actor);
            addChange(connection, actor, accountId, before, settings, reason);
            return new AdminTransactions.Act<>(
                    MarginSettingsView.of(settings),
                    AuditEntry.of(
                            "MARGIN_SETTINGS_SET",
                            accountId,
                            AuditEntry.detail("from", before, "to", settings, "reason", reason)));
        });
    }

    private void addChange(
            Connection connection,
            String actor,
            AccountId accountId,
            @Nullable MarginSettings before,
            MarginSettings settings,
            String reason)
            throws SQLException {
        Sql.update(
                connection,
                ADD_CHANGE,
                accountId.value(),
                ids.next(),
                actor,
                reason,
                before == null ? null : before.leverage(),
                before == null ? null : before.callLevel(),
                before == null ? null : before.stopOutLevel(),
                before == null ? null : before.restoreLevel(),
                before == null ? null : before.liquidationMode().name(),
                settings.leverage(),
                settings.callLevel(),
                settings.stopOutLevel(),
                settings.restoreLevel(),
                settings.liquidationMode().name());
    }

    private static void requireOnMargin(Connection connection, AccountId accountId) throws SQLException {
        String type = Sql.first(connection, LOCK_ACCOUNT, row -> Sql.text(row, "account_type"), accountId.value());
        if (type == null) {
            throw ApiException.accountUnknown();
        }
        if (!type.equals("MARGIN")) {
            throw ApiException.of(Reason.MARGIN_ACCOUNT_REQUIRED, "The account is not on margin.");
        }
    }

    /** Who changed the account's parameters, when, from what, to what and why; the last first. */
    public Page<MarginSettingsChangeView> changes(String actor, AccountId accountId) {
        AuditEntry entry = new AuditEntry("MARGIN_SETTINGS_QUERIED", accountId, null, Map.of());
        return transactions.query(actor, entry, connection -> {
            List<MarginSettingsChangeView> found =
                    Sql.list(connection, LIST_CHANGES, PgMarginAdmin::change, accountId.value());
            return Page.whole(found);
        });
    }

    private static MarginSettingsChangeView change(ResultSet row) throws SQLException {
        return new MarginSettingsChangeView(
                Sql.time(row, "changed_at"),
                Sql.text(row, "changed_by"),
                Sql.decimalOrNull(row, "from_call_level") == null ? null : settings(row, "from_"),
                settings(row, ""),
                Sql.text(row, "reason"));
    }

    private static MarginSettingsView settings(ResultSet row, String prefix) throws SQLException {
        return MarginSettingsView.of(new MarginSettings(
                Sql.decimalOrNull(row, prefix + "leverage"),
                Sql.decimal(row, prefix + "call_level"),
                Sql.decimal(row, prefix + "stop_out_level"),
                Sql.decimal(row, prefix + "restore_level"),
                LiquidationMode.valueOf(Sql.text(row, prefix + "liquidation_mode"))));
    }

    /** Margin calls, the last first; null: those that are answered and those that are not. */
    public Page<MarginCallView> calls(
            String actor, @Nullable Boolean cleared, @Nullable UUID accountId, @Nullable String cursor, int limit) {
        AuditEntry entry =
                AuditEntry.of("MARGIN_CALLS_QUERIED", AuditEntry.detail("cleared", cleared, "accountId", accountId));
        String[] after = cursor == null ? null : Cursor.decode(CALLS, cursor, 2);
        Instant afterTime = after == null ? null : Cursor.time(after[0]);
        UUID afterId = after == null ? null : Cursor.uuid(after[1]);
        List<MarginCallView> found = transactions.query(
                actor,
                entry,
                connection -> Sql.list(
                        connection,
                        LIST_CALLS,
                        PgMarginAdmin::call,
                        cleared,
                        cleared,
                        accountId,
                        accountId,
                        afterTime,
                        afterTime,
                        afterId,
                        limit + 1));
        return Page.cut(
                found, limit, last -> Cursor.encode(CALLS, last.raisedAt().toString(), last.callId()));
    }

    /** Stop-outs with their steps, the last first; null: those that have ended and those that go on. */
    public Page<LiquidationView> liquidations(
            String actor, @Nullable Boolean ended, @Nullable UUID accountId, @Nullable String cursor, int limit) {
        AuditEntry entry =
                AuditEntry.of("LIQUIDATIONS_QUERIED", AuditEntry.detail("ended", ended, "accountId", accountId));
        String[] after = cursor == null ? null : Cursor.decode(LIQUIDATIONS, cursor, 2);
        Instant afterTime = after == null ? null : Cursor.time(after[0]);
        UUID afterId = after == null ? null : Cursor.uuid(after[1]);
        List<LiquidationView> found = transactions.query(actor, entry, connection -> {
            List<LiquidationView> views = new ArrayList<>();
            for (LiquidationView view : Sql.list(
                    connection,
                    LIST_LIQUIDATIONS,
                    row -> liquidation(row, List.of()),
                    ended,
                    ended,
                    accountId,
                    accountId,
                    afterTime,
                    afterTime,
                    afterId,
                    limit + 1)) {
                views.add(withSteps(connection, view));
            }
            return views;
        });
        return Page.cut(
                found,
                limit,
                last -> Cursor.encode(LIQUIDATIONS, last.startedAt().toString(), last.liquidationId()));
    }

    private static MarginCallView call(ResultSet row) throws SQLException {
        return new MarginCallView(
                Sql.uuid(row, "call_id"),
                Sql.uuid(row, "account_id"),
                Sql.time(row, "raised_at"),
                Sql.text(row, "currency"),
                Decimals.text(Sql.decimal(row, "equity")),
                Decimals.text(Sql.decimal(row, "used")),
                Decimals.text(Sql.decimal(row, "due")),
                Decimals.text(Sql.decimal(row, "call_level")),
                Sql.timeOrNull(row, "cleared_at"),
                decimal(row, "cleared_equity"),
                decimal(row, "cleared_used"));
    }

    private static @Nullable String decimal(ResultSet row, String column) throws SQLException {
        BigDecimal value = Sql.decimalOrNull(row, column);
        return Decimals.textOrNull(value);
    }

    private static LiquidationView withSteps(Connection connection, LiquidationView view) throws SQLException {
        return new LiquidationView(
                view.liquidationId(),
                view.accountId(),
                view.startedAt(),
                view.currency(),
                view.equity(),
                view.used(),
                view.stopOutLevel(),
                view.restoreLevel(),
                view.liquidationMode(),
                view.endedAt(),
                view.result(),
                view.endEquity(),
                view.endUsed(),
                Sql.list(
                        connection,
                        LIST_STEPS,
                        PgMarginAdmin::step,
                        UUID.fromString(view.accountId()),
                        UUID.fromString(view.liquidationId())));
    }

    private static LiquidationView liquidation(ResultSet row, List<LiquidationView.StepView> steps)
            throws SQLException {
        return new LiquidationView(
                Sql.uuid(row, "liquidation_id"),
                Sql.uuid(row, "account_id"),
                Sql.time(row, "started_at"),
                Sql.text(row, "currency"),
                Decimals.text(Sql.decimal(row, "equity")),
                Decimals.text(Sql.decimal(row, "used")),
                Decimals.text(Sql.decimal(row, "stop_out_level")),
                Decimals.text(Sql.decimal(row, "restore_level")),
                Sql.text(row, "liquidation_mode"),
                Sql.timeOrNull(row, "ended_at"),
                Sql.textOrNull(row, "result"),
                decimal(row, "end_equity"),
                decimal(row, "end_used"),
                steps);
    }

    private static LiquidationView.StepView step(ResultSet row) throws SQLException {
        return new LiquidationView.StepView(
                row.getInt("step"),
                Sql.time(row, "made_at"),
                Sql.text(row, "kind"),
                row.getInt("orders"),
                Sql.uuidOrNull(row, "order_id"),
                Sql.textOrNull(row, "symbol"),
                Sql.textOrNull(row, "leg"),
                decimal(row, "qty"),
                decimal(row, "cum_qty"),
                Sql.textOrNull(row, "ord_status"),
                Decimals.text(Sql.decimal(row, "equity")),
                Decimals.text(Sql.decimal(row, "used")));
    }
}
