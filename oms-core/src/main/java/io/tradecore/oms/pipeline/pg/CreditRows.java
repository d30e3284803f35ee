package io.tradecore.oms.pipeline.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.pg.Column;
import io.tradecore.ledger.pg.RoundTrip;
import io.tradecore.oms.pipeline.AccountState;
import io.tradecore.oms.pipeline.BatchState;
import io.tradecore.oms.pipeline.Lending;
import io.tradecore.oms.risk.RuleScope;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Lends accounts what they need of a credit that they have together with others. */
final class CreditRows {

    private static final String LEND_CREDIT = """
            SELECT account_id, scope, credit FROM lend_credit(?, ?, ?, ?, ?, ?)""";

    private CreditRows() {}

    /** Call with the accounts locked; the lines that are lent of stay locked until the transaction ends. */
    static void lend(Connection connection, List<Lending> lendings, BatchState batch) throws SQLException {
        if (lendings.isEmpty()) {
            return;
        }
        RoundTrip trip = new RoundTrip();
        trip.query(
                LEND_CREDIT,
                row -> read(row, batch),
                Column.uuids(lendings, lending -> lending.accountId().value()),
                Column.texts(lendings, lending -> lending.credit().scope().name()),
                Column.texts(lendings, lending -> lending.credit().scopeId()),
                Column.texts(lendings, Lending::currency),
                Column.numerics(lendings, lending -> lending.credit().limit()),
                Column.numerics(lendings, Lending::wanted));
        trip.execute(connection);
    }

    private static void read(ResultSet row, BatchState batch) throws SQLException {
        AccountId accountId = new AccountId(row.getObject("account_id", UUID.class));
        AccountState account = Objects.requireNonNull(batch.account(accountId));
        account.lend(RuleScope.valueOf(row.getString("scope")), row.getBigDecimal("credit"));
    }
}
