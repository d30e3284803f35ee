package io.tradecore.api.chain;

import io.tradecore.api.sql.Sql;
import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.ChainHead;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads the heads of all accounts' chains, a page at a time. Safe for use by many threads. */
final class PgHeads {

    private static final String LIST_HEADS = """
            SELECT account_id, transfer_seq, chain_hash FROM accounts
            WHERE account_id > ? AND chain_hash IS NOT NULL ORDER BY account_id LIMIT ?
            """;

    private final DataSource relay;

    /** @param relay connects as oms_relay, which sees all accounts */
    PgHeads(DataSource relay) {
        this.relay = relay;
    }

    /** The heads of the next accounts by id. */
    List<ChainHead> after(UUID accountId, int limit) throws SQLException {
        try (Connection connection = relay.getConnection()) {
            List<ChainHead> heads = Sql.list(
                    connection,
                    LIST_HEADS,
                    row -> new ChainHead(
                            new AccountId(row.getObject("account_id", UUID.class)),
                            row.getLong("transfer_seq"),
                            row.getBytes("chain_hash")),
                    accountId,
                    limit);
            connection.commit();
            return heads;
        }
    }
}
