package io.tradecore.oms.pipeline.pg;

import io.tradecore.ledger.pg.Column;
import io.tradecore.ledger.pg.RoundTrip;
import io.tradecore.oms.pipeline.AccountState;
import io.tradecore.oms.position.ActPart;
import io.tradecore.oms.position.ActPart.Booked;
import io.tradecore.oms.position.pg.PgDueActs;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** What acts on instruments mean to accounts. */
final class ActRows {

    private record Row(UUID accountId, ActPart part, Booked booked) {}

    private ActRows() {}

    static ActPart read(ResultSet row) throws SQLException {
        Long eventSeq = row.getObject("event_seq", Long.class);
        Booked booked = eventSeq == null
                ? null
                : new Booked(
                        eventSeq,
                        row.getBigDecimal("qty_before"),
                        row.getBigDecimal("qty_after"),
                        row.getString("asset"),
                        row.getBigDecimal("posted"),
                        row.getObject("transfer_seq", Long.class));
        return new ActPart(
                PgDueActs.act(row), row.getBigDecimal("announced_qty"), "DONE".equals(row.getString("state")), booked);
    }

    /** Adds the call that writes them, none where no act has reached an account. */
    static void write(RoundTrip trip, Collection<AccountState> accounts) {
        List<Row> rows = new ArrayList<>();
        for (AccountState account : accounts) {
            for (ActPart part : account.changedActParts()) {
                rows.add(new Row(account.accountId().value(), part, Objects.requireNonNull(part.booked())));
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        trip.call(
                "update_act_parts",
                Column.uuids(rows, Row::accountId),
                Column.texts(rows, row -> row.part().act().actId()),
                Column.texts(rows, row -> row.part().done() ? "DONE" : "DUE"),
                Column.longs(rows, row -> row.booked().eventSeq()),
                Column.numerics(rows, row -> row.booked().qtyBefore()),
                Column.numerics(rows, row -> row.booked().qtyAfter()),
                Column.texts(rows, row -> row.booked().asset()),
                Column.numerics(rows, row -> row.booked().amount()),
                Column.longs(rows, row -> row.booked().transferSeq()));
    }
}
