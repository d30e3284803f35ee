package io.tradecore.api.admin;

import io.tradecore.api.problem.ProblemMapper;
import io.tradecore.api.sql.Sql;
import io.tradecore.api.statement.StatementColumn;
import io.tradecore.api.statement.StatementForm;
import io.tradecore.api.statement.StatementPeriod;
import io.tradecore.api.statement.StatementProblems;
import io.tradecore.api.statement.StatementRows;
import io.tradecore.oms.command.Reason;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares a venue's rows with our books, set-based in the caller's transaction, in temporary tables that end with it. What
 * it comes to is in the table {@code compared}; nothing else is written.
 *
 * <p>An execution, its corrections and its bust are one: what counts is how they stand at the end of the period, here and
 * there. It is found by its ExecID whenever it is booked; what only we have is looked for in the period.
 */
final class StatementMatching {
    private static final int ROWS_AT_ONCE = 5_000;

    private static final String MAKE_THEIRS = """
            CREATE TEMPORARY TABLE theirs (file_line integer NOT NULL, %s) ON COMMIT DROP
            """;
    private static final String ADD_THEIRS = """
            INSERT INTO theirs SELECT * FROM unnest(CAST(? AS integer[]), %s)
            """;

    /** The first row, by its line, that has been there before. */
    private static final String FIND_REPEATED = """
            SELECT file_line, first_line
            FROM (SELECT file_line, min(file_line) OVER (PARTITION BY %s) AS first_line FROM theirs) t
            WHERE file_line > first_line ORDER BY file_line LIMIT 1
            """;

    private static final String FIND_FOREIGN_SYMBOL = """
            SELECT file_line, symbol AS name FROM theirs t
            WHERE NOT EXISTS (SELECT FROM instruments i WHERE i.symbol = t.symbol AND i.venue_id = ?)
            ORDER BY file_line LIMIT 1
            """;
    private static final String FIND_UNKNOWN_ASSET = """
            SELECT file_line, asset AS name FROM theirs t
            WHERE NOT EXISTS (SELECT FROM assets a WHERE a.asset = t.asset)
            ORDER BY file_line LIMIT 1
            """;

    /** To each of their rows the first ExecID it goes back to within the file. */
    private static final String MAKE_THEIR_ROOTS = """
            CREATE TEMPORARY TABLE their_roots ON COMMIT DROP AS
            WITH RECURSIVE led AS (
                SELECT t.exec_id, coalesce(t.exec_ref_id, t.exec_id) AS root FROM theirs t
                    WHERE NOT EXISTS (SELECT FROM theirs r WHERE r.exec_id = t.exec_ref_id)
                UNION ALL
                SELECT t.exec_id, l.root FROM led l JOIN theirs t ON t.exec_ref_id = l.exec_id)
            SELECT * FROM led
            """;

    private static final String FIND_LOOP = """
            SELECT file_line, exec_ref_id AS name FROM theirs t
            WHERE NOT EXISTS (SELECT FROM their_roots r WHERE r.exec_id = t.exec_id)
            ORDER BY file_line LIMIT 1
            """;

    /** Of our executions those of the period, and those the venue names whenever they were. */
    private static final String MAKE_SEEDS = """
            CREATE TEMPORARY TABLE seeds ON COMMIT DROP AS
            SELECT account_id, exec_id FROM executions WHERE venue_id = ? AND transact_time >= ? AND transact_time < ?
            """;

    private static final String ADD_NAMED_SEEDS = """
            WITH named AS MATERIALIZED (
                SELECT exec_id FROM their_roots UNION SELECT root FROM their_roots EXCEPT SELECT exec_id FROM seeds)
            INSERT INTO seeds
                SELECT x.account_id, x.exec_id FROM executions x JOIN named n ON n.exec_id = x.exec_id WHERE x.venue_id = ?
            """;

    /** All rows of their chains, from the trade on, without what came after the period and is not in the file. */
    private static final String MAKE_OURS = """
            CREATE TEMPORARY TABLE ours ON COMMIT DROP AS
            WITH RECURSIVE back AS (
                SELECT x.account_id, x.venue_id, x.exec_id, x.exec_ref_id
                    FROM seeds s JOIN executions x ON (x.account_id, x.venue_id, x.exec_id) = (s.account_id, ?, s.exec_id)
                UNION
                SELECT x.account_id, x.venue_id, x.exec_id, x.exec_ref_id
                    FROM back b JOIN executions x ON (x.account_id, x.venue_id, x.exec_id) = (b.account_id, b.venue_id, b.exec_ref_id)),
            chain AS (
                SELECT account_id, venue_id, exec_id AS root, exec_id, 0 AS place FROM back WHERE exec_ref_id IS NULL
                UNION ALL
                SELECT c.account_id, c.venue_id, c.root, x.exec_id, c.place + 1
                    FROM chain c JOIN executions x ON (x.account_id, x.venue_id, x.exec_ref_id) = (c.account_id, c.venue_id, c.exec_id)
                    WHERE x.transact_time < ? OR x.exec_id IN (SELECT exec_id FROM their_roots))
            SELECT c.root, c.place, x.* FROM chain c
                JOIN executions x ON (x.account_id, x.venue_id, x.exec_id) = (c.account_id, c.venue_id, c.exec_id)
            """;
    /** A fresh table has no statistics, and a plan made without them may compare each row with each. */
    private static final String ANALYZE = "ANALYZE ";

    /**
     * A fee by the order's rate is booked by differences, so that of an execution as it stands is the sum over its chain, in what
     * the instrument settles in. What the venue told is kept with each of its rows as it stood then, in its own currency.
     */
    private static final String COMPARE_EXECUTIONS = """
            CREATE TEMPORARY TABLE compared ON COMMIT DROP AS
            WITH asked AS (SELECT CAST(? AS timestamptz) AS period_from, CAST(? AS timestamptz) AS period_to),
            their_last AS (
                SELECT DISTINCT ON (k.root) k.root, t.* FROM (
                    SELECT r.exec_id, coalesce(o.root, r.root) AS root
                        FROM their_roots r
                        LEFT JOIN (SELECT exec_id, min(root) AS root FROM ours GROUP BY exec_id) o ON o.exec_id = r.root) k
                    JOIN theirs t ON t.exec_id = k.exec_id
                    ORDER BY k.root, t.exec_type = 'TRADE_CANCEL' DESC, t.exec_type = 'TRADE_CORRECT' DESC, t.transact_time DESC,
                        t.file_line DESC),
            our_last AS (
                SELECT DISTINCT ON (o.account_id, o.root) o.account_id, o.root, o.exec_id, o.exec_type, o.order_id, o.symbol, o.side,
                        o.last_qty, o.last_px, o.transact_time,
                        coalesce(c.comm_currency, i.settl_currency, i.currency) AS currency,
                        coalesce(c.commission, sum(o.fee) OVER w) AS fee, min(o.transact_time) OVER w AS first_time,
                        coalesce(d.current_cl_ord_id, d.cl_ord_id) AS cl_ord_id, d.cl_ord_id AS placed_cl_ord_id
                    FROM ours o
                    JOIN orders d ON (d.account_id, d.order_id) = (o.account_id, o.order_id)
                    LEFT JOIN instruments i ON i.symbol = o.symbol
                    LEFT JOIN execution_commissions c
                        ON (c.account_id, c.venue_id, c.exec_id) = (o.account_id, o.venue_id, o.exec_id)
                    WINDOW w AS (PARTITION BY o.account_id, o.root)
                    ORDER BY o.account_id, o.root, o.place DESC),
            -- The same ExecID may be booked in two accounts: the venue's row is of the one it names.
            our_placed AS (
                SELECT o.*, row_number() OVER (PARTITION BY o.root
                        ORDER BY (o.account_id = t.account) DESC NULLS LAST, o.account_id) AS place
                    FROM our_last o LEFT JOIN their_last t ON t.root = o.root),
            pairs AS (
                SELECT o.account_id AS our_account, o.root AS our_root, o.exec_type = 'TRADE_CANCEL' AS our_dead, o.exec_id AS our_exec_id,
                        t.root AS their_root, t.exec_type = 'TRADE_CANCEL' AS their_dead, t.file_line, t.account AS their_account,
                        coalesce(o.symbol, t.symbol) AS symbol,
                        o.transact_time >= a.period_from AND o.transact_time < a.period_to AS our_in_period,
                        o.first_time >= a.period_from AS our_begun_in_period,
                        CASE WHEN o.root IS NOT NULL THEN jsonb_build_object('exec_type', o.exec_type, 'exec_id', o.exec_id,
                            'account', o.account_id, 'order_id', o.order_id, 'cl_ord_id', o.cl_ord_id, 'symbol', o.symbol,
                            'side', o.side, 'last_qty', trim_scale(o.last_qty)::text, 'last_px', trim_scale(o.last_px)::text,
                            'fee', trim_scale(o.fee)::text, 'currency', o.currency, 'transact_time', to_char(o.transact_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) END AS ours,
                        CASE WHEN t.root IS NOT NULL THEN jsonb_strip_nulls(jsonb_build_object('exec_type', t.exec_type,
                            'exec_id', t.exec_id, 'exec_ref_id', t.exec_ref_id, 'account', t.account, 'order_id', t.order_id,
                            'cl_ord_id', t.cl_ord_id, 'symbol', t.symbol, 'side', t.side, 'last_qty', trim_scale(t.last_qty)::text,
                            'last_px', trim_scale(t.last_px)::text, 'fee', trim_scale(t.fee)::text, 'currency', t.currency,
                            'transact_time', to_char(t.transact_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))) END AS theirs,
                        -- A request of the order may have given it another name for a while.
                        array_remove(ARRAY[
                            CASE WHEN t.account <> o.account_id THEN 'account' END,
                            CASE WHEN t.order_id <> o.order_id THEN 'order_id' END,
                            CASE WHEN t.cl_ord_id NOT IN (o.cl_ord_id, o.placed_cl_ord_id) AND NOT EXISTS (
                                SELECT FROM order_requests q WHERE (q.account_id, q.cl_ord_id, q.order_id)
                                    = (o.account_id, t.cl_ord_id, o.order_id)) THEN 'cl_ord_id' END,
                            CASE WHEN t.symbol <> o.symbol THEN 'symbol' END,
                            CASE WHEN t.side <> o.side THEN 'side' END,
                            CASE WHEN t.last_qty <> o.last_qty THEN 'last_qty' END,
                            CASE WHEN t.last_px <> o.last_px THEN 'last_px' END,
                            CASE WHEN t.fee <> o.fee THEN 'fee' END,
                            CASE WHEN t.currency <> o.currency THEN 'currency' END,
                            CASE WHEN abs(extract(epoch FROM t.transact_time - o.transact_time)) > 1 THEN 'transact_time' END], NULL)
                            AS differing
                    FROM their_last t
                    FULL JOIN our_placed o ON CASE o.place WHEN 1 THEN o.root END = t.root
                    CROSS JOIN asked a),
            found AS (
                SELECT p.*, CASE
                        WHEN our_root IS NULL THEN CASE WHEN their_dead THEN 'MATCHED' ELSE 'MISSING_HERE' END
                        WHEN their_root IS NULL THEN CASE
                            WHEN NOT our_in_period THEN NULL
                            WHEN our_dead AND our_begun_in_period THEN 'MATCHED'
                            ELSE 'MISSING_THERE' END
                        WHEN our_dead AND their_dead THEN 'MATCHED'
                        WHEN our_dead <> their_dead OR cardinality(differing) > 0 THEN 'DIFFERING'
                        ELSE 'MATCHED' END AS finding
                    FROM pairs p)
            SELECT finding, coalesce(our_account, their_account) AS account_id, coalesce(our_root, their_root) AS exec_id, symbol,
                    CAST(NULL AS text) AS asset, file_line, ours, theirs,
                    CASE WHEN finding <> 'DIFFERING' THEN ARRAY[]::text[] WHEN our_dead <> their_dead THEN ARRAY['exec_type']
                        ELSE differing END AS differing
                FROM found WHERE finding IS NOT NULL
            """;

    private static final String COMPARE_POSITIONS = """
            CREATE TEMPORARY TABLE compared ON COMMIT DROP AS
            WITH held AS (
                SELECT e.account_id, e.asset AS symbol, sum(e.amount) AS qty
                    FROM ledger_entries e
                    JOIN ledger_transfers t ON (t.account_id, t.seq) = (e.account_id, e.seq) AND t.effective_at < ?
                    WHERE e.code = 'POSITION' AND e.asset IN (SELECT symbol FROM instruments WHERE venue_id = ?)
                    GROUP BY e.account_id, e.asset HAVING sum(e.amount) <> 0)
            SELECT CASE
                        WHEN coalesce(o.qty, 0) = coalesce(t.qty, 0) THEN 'MATCHED'
                        WHEN o.qty IS NULL THEN 'MISSING_HERE'
                        WHEN t.file_line IS NULL THEN 'MISSING_THERE'
                        ELSE 'DIFFERING' END AS finding,
                    coalesce(o.account_id, t.account) AS account_id, CAST(NULL AS text) AS exec_id,
                    coalesce(o.symbol, t.symbol) AS symbol, CAST(NULL AS text) AS asset, t.file_line,
                    CASE WHEN o.qty IS NOT NULL THEN jsonb_build_object('qty', trim_scale(o.qty)::text) END AS ours,
                    CASE WHEN t.file_line IS NOT NULL THEN jsonb_build_object('qty', trim_scale(t.qty)::text) END AS theirs,
                    CASE WHEN o.qty <> t.qty THEN ARRAY['qty'] ELSE ARRAY[]::text[] END AS differing
                FROM held o FULL JOIN theirs t ON t.account = o.account_id AND t.symbol = o.symbol
            """;

    /** Only of accounts the venue tells of: whose cash it keeps nobody else can say. */
    private static final String COMPARE_CASH = """
            CREATE TEMPORARY TABLE compared ON COMMIT DROP AS
            WITH held AS (
                SELECT e.account_id, e.asset, sum(e.amount) AS amount
                    FROM (SELECT DISTINCT account FROM theirs) k
                    JOIN ledger_transfers t ON t.account_id = k.account AND t.effective_at < ?
                    JOIN ledger_entries e ON (e.account_id, e.seq) = (t.account_id, t.seq) AND e.code = 'CASH'
                    GROUP BY e.account_id, e.asset HAVING sum(e.amount) <> 0)
            SELECT CASE
                        WHEN coalesce(o.amount, 0) = coalesce(t.amount, 0) THEN 'MATCHED'
                        WHEN o.amount IS NULL THEN 'MISSING_HERE'
                        WHEN t.file_line IS NULL THEN 'MISSING_THERE'
                        ELSE 'DIFFERING' END AS finding,
                    coalesce(o.account_id, t.account) AS account_id, CAST(NULL AS text) AS exec_id, CAST(NULL AS text) AS symbol,
                    coalesce(o.asset, t.asset) AS asset, t.file_line,
                    CASE WHEN o.amount IS NOT NULL THEN jsonb_build_object('amount', trim_scale(o.amount)::text) END AS ours,
                    CASE WHEN t.file_line IS NOT NULL THEN jsonb_build_object('amount', trim_scale(t.amount)::text) END AS theirs,
                    CASE WHEN o.amount <> t.amount THEN ARRAY['amount'] ELSE ARRAY[]::text[] END AS differing
                FROM held o FULL JOIN theirs t ON t.account = o.account_id AND t.asset = o.asset
            """;

    private final Connection connection;
    private final String venueId;
    private final StatementPeriod period;

    StatementMatching(Connection connection, String venueId, StatementPeriod period) {
        this.connection = connection;
        this.venueId = venueId;
        this.period = period;
    }

    /** Makes {@code compared} of all rows there are, or tells what is wrong with one. */
    void compare(StatementRows rows) throws SQLException, IOException {
        load(rows);
        Sql.update(connection, ANALYZE + "theirs");
        switch (rows.form()) {
            case EXECUTIONS -> compareExecutions();
            case POSITIONS -> {
                refuseRepeated(StatementColumn.SYMBOL, "(account, symbol)", "symbol");
                refuseForeignSymbols();
                Sql.update(connection, COMPARE_POSITIONS, period.to(), venueId);
            }
            case CASH -> {
                refuseRepeated(StatementColumn.ASSET, "(account, asset)", "asset");
                refuseUnknownAssets();
                Sql.update(connection, COMPARE_CASH, period.to());
            }
        }
    }

    private void compareExecutions() throws SQLException {
        refuseRepeated(StatementColumn.EXEC_ID, "exec_id", "exec_id");
        refuseForeignSymbols();
        Sql.update(connection, MAKE_THEIR_ROOTS);
        Sql.update(connection, ANALYZE + "their_roots");
        refuseLoops();
        Sql.update(connection, MAKE_SEEDS, venueId, period.from(), period.to());
        Sql.update(connection, ADD_NAMED_SEEDS, venueId);
        Sql.update(connection, ANALYZE + "seeds");
        Sql.update(connection, MAKE_OURS, venueId, period.to());
        Sql.update(connection, ANALYZE + "ours");
        Sql.update(connection, COMPARE_EXECUTIONS, period.from(), period.to());
    }

    private void load(StatementRows rows) throws SQLException {
        StatementForm form = rows.form();
        String columns = form.columns().stream()
                .map(column -> column.header() + " " + column.sqlType())
                .collect(Collectors.joining(", "));
        String arrays = form.columns().stream()
                .map(column -> "CAST(? AS " + column.sqlType() + "[])")
                .collect(Collectors.joining(", "));
        Sql.update(connection, MAKE_THEIRS.formatted(columns));
        List<StatementRows.Row> batch = new ArrayList<>(ROWS_AT_ONCE);
        for (StatementRows.Row row = rows.next(); row != null; row = rows.next()) {
            batch.add(row);
            if (batch.size() == ROWS_AT_ONCE) {
                add(ADD_THEIRS.formatted(arrays), form, batch);
                batch.clear();
            }
        }
        add(ADD_THEIRS.formatted(arrays), form, batch);
    }

    private void add(String sql, StatementForm form, List<StatementRows.Row> batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1,
                    array(batch.stream().map(row -> Long.toString(row.line())).toArray(String[]::new)));
            for (int i = 0; i < form.columns().size(); i++) {
                @Nullable String[] values = new @Nullable String[batch.size()];
                for (int j = 0; j < values.length; j++) {
                    values[j] = batch.get(j).values().get(i);
                }
                statement.setArray(i + 2, array(values));
            }
            statement.executeUpdate();
        }
    }

    private Array array(@Nullable String[] values) throws SQLException {
        return connection.createArrayOf("text", values);
    }

    private void refuseRepeated(StatementColumn column, String key, String name) throws SQLException {
        long[] lines = Sql.first(connection, FIND_REPEATED.formatted(key), row ->
                new long[] {row.getLong("file_line"), row.getLong("first_line")});
        if (lines != null) {
            throw StatementProblems.twice(
                    lines[0], lines[1], column.header(), "The same " + name + " is on line " + lines[1] + ".");
        }
    }

    private void refuseForeignSymbols() throws SQLException {
        Named found = first(FIND_FOREIGN_SYMBOL, venueId);
        if (found != null) {
            throw StatementProblems.onLine(
                    found.line(),
                    ProblemMapper.problem(
                                    Reason.INSTRUMENT_UNKNOWN,
                                    "There is no instrument " + found.name() + " of venue " + venueId + ".")
                            .withField(StatementColumn.SYMBOL.header()));
        }
    }

    private void refuseUnknownAssets() throws SQLException {
        Named found = first(FIND_UNKNOWN_ASSET);
        if (found != null) {
            throw StatementProblems.onLine(
                    found.line(),
                    ProblemMapper.problem(Reason.ASSET_UNKNOWN, "There is no asset " + found.name() + ".")
                            .withField(StatementColumn.ASSET.header()));
        }
    }

    private void refuseLoops() throws SQLException {
        Named found = first(FIND_LOOP);
        if (found != null) {
            throw StatementProblems.malformed(found.line(), "Its exec_ref_id leads back to itself.");
        }
    }

    /** @param name what is wrong on that line */
    private record Named(long line, String name) {}

    private @Nullable Named first(String sql, @Nullable Object... parameters) throws SQLException {
        return Sql.first(
                connection, sql, row -> new Named(row.getLong("file_line"), Sql.text(row, "name")), parameters);
    }
}
