package io.tradecore.oms.position.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.SplitRatio;
import io.tradecore.oms.outbox.pg.PgRows;
import io.tradecore.oms.position.InstrumentAct;
import io.tradecore.oms.position.InstrumentAct.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Acts on instruments that have not reached all accounts they were announced to. Each call is a transaction of its own. Thread-safe. */
public final class PgDueActs {
    private static final String FIND_DUE = "SELECT * FROM find_due_acts(?, ?, ?)";

    /** @param announcedBy the operator */
    public record Due(AccountId accountId, InstrumentAct act, String announcedBy) {}

    private final DataSource relay;

    /** @param relay connections of role oms_relay */
    public PgDueActs(DataSource relay) {
        this.relay = relay;
    }

    /**
     * The first of what is due, by account and act, in the order of the accounts.
     *
     * @param actId of which act; null: of all that were announced more than a few seconds ago, which who announced them has
     *     left
     * @param after goes on after this account; null: from the first on
     */
    public List<Due> due(@Nullable String actId, @Nullable AccountId after, int most) throws SQLException {
        return PgRows.read(
                relay,
                FIND_DUE,
                statement -> {
                    statement.setString(1, actId);
                    statement.setObject(2, after == null ? null : after.value());
                    statement.setInt(3, most);
                },
                row -> new Due(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        act(row),
                        row.getString("announced_by")));
    }

    /** An act from a row that has its columns. */
    public static InstrumentAct act(ResultSet row) throws SQLException {
        return new InstrumentAct(
                row.getString("act_id"),
                row.getString("symbol"),
                terms(row),
                instant(row, "effective_at"),
                instant(row, "announced_at"));
    }

    private static InstrumentAct.Terms terms(ResultSet row) throws SQLException {
        return switch (Kind.valueOf(row.getString("kind"))) {
            case FUNDING -> new InstrumentAct.Funding(row.getBigDecimal("px"), row.getBigDecimal("rate"));
            case DIVIDEND -> new InstrumentAct.Dividend(row.getBigDecimal("amount"));
            case SETTLEMENT -> new InstrumentAct.Settlement(row.getBigDecimal("px"));
            case SPLIT ->
                new InstrumentAct.Split(
                        new SplitRatio(row.getInt("numerator"), row.getInt("denominator")), row.getBigDecimal("px"));
        };
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
