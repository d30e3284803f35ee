package io.tradecore.api.query;

import io.tradecore.api.edge.Decimals;
import io.tradecore.api.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads transfers with their entries, a row for each leg. */
public final class JournalRows {

    /** What a query selects of ledger_transfers t and ledger_entries e, the legs of a transfer one after the other. */
    public static final String COLUMNS = """
            t.seq, t.transfer_id, t.kind, t.asset, t.amount, t.order_id, t.exec_id, t.actor, t.effective_at,
                t.recorded_at, e.leg, e.code, e.asset AS entry_asset, e.amount AS entry_amount, e.balance_after
            """;

    private JournalRows() {}

    /** The transfers of a query that selects {@link #COLUMNS}, in its order. */
    public static List<JournalView> list(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        Map<Long, JournalView> transfers = new LinkedHashMap<>();
        Sql.list(connection, sql, row -> addLeg(transfers, row), parameters);
        return new ArrayList<>(transfers.values());
    }

    private static boolean addLeg(Map<Long, JournalView> transfers, ResultSet row) throws SQLException {
        long seq = row.getLong("seq");
        JournalView transfer = transfers.get(seq);
        if (transfer == null) {
            transfer = new JournalView(
                    seq,
                    Sql.text(row, "transfer_id"),
                    Sql.text(row, "kind"),
                    Sql.text(row, "asset"),
                    Decimals.text(Sql.decimal(row, "amount")),
                    Sql.uuidOrNull(row, "order_id"),
                    Sql.textOrNull(row, "exec_id"),
                    Sql.text(row, "actor"),
                    Sql.time(row, "effective_at"),
                    Sql.time(row, "recorded_at"),
                    new ArrayList<>());
            transfers.put(seq, transfer);
        }
        return transfer.entries()
                .add(new JournalView.EntryView(
                        row.getInt("leg"),
                        Sql.text(row, "code"),
                        Sql.text(row, "entry_asset"),
                        Decimals.text(Sql.decimal(row, "entry_amount")),
                        Decimals.text(Sql.decimal(row, "balance_after"))));
    }
}
