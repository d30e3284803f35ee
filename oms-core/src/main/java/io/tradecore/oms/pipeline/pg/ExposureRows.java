package io.tradecore.oms.pipeline.pg;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.pg.Column;
import io.tradecore.ledger.pg.RoundTrip;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.pipeline.AccountState;
import io.tradecore.oms.pipeline.Exposures;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.risk.Exposure;
import io.tradecore.oms.risk.Exposure.Held;
import io.tradecore.oms.risk.OpenOrders;
import io.tradecore.oms.risk.Recent;
import io.tradecore.oms.risk.Recent.Content;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Gives the accounts of a batch their exposures: those that are remembered and still true, and for accounts that are judged by
 * them what the database tells. For one batch.
 */
final class ExposureRows {

    private static final String FIND_EXPOSURES = """
            SELECT account_id, symbol, side, list_id, order_id, orders, qty, turnover, inverse_turnover, leg, avg_px, realised_pnl, fees, settlement_px,
                pnl_day, day_realised_pnl, day_fees
            FROM find_exposures(?)""";

    private static final String FIND_RECENT = """
            SELECT account_id, symbol, side, ord_type, qty, px, stop_px, at FROM find_recent(?)""";

    private final Exposures remembered;
    private final Map<AccountId, Exposure> loaded = new HashMap<>();

    ExposureRows(Exposures remembered) {
        this.remembered = remembered;
    }

    /** Loads with the accounts' locks what is not remembered at all, so that it takes no round trip more. */
    void loadUnknown(RoundTrip trip, Collection<AccountId> judged) {
        load(trip, judged.stream().filter(id -> !remembered.knows(id)).toList());
    }

    /**
     * Gives every account the exposure that is remembered of it, and those that are judged by theirs one that is loaded where another
     * process has changed the account. Call with the accounts locked.
     */
    void takeOrLoad(Connection connection, Map<AccountId, AccountState> accounts, Set<AccountId> judged)
            throws SQLException {
        Set<AccountId> stale = new LinkedHashSet<>();
        for (AccountState account : accounts.values()) {
            AccountId accountId = account.accountId();
            Exposure known = remembered.take(
                    accountId, account.eventSeq(), account.book().transferSeq());
            if (known != null) {
                account.load(known);
            } else if (judged.contains(accountId) && !loaded.containsKey(accountId)) {
                stale.add(accountId);
            }
        }
        if (!stale.isEmpty()) {
            RoundTrip trip = new RoundTrip();
            load(trip, stale);
            trip.execute(connection);
        }
        loaded.forEach((accountId, exposure) -> {
            AccountState account = accounts.get(accountId);
            if (account != null && account.exposure() == null) {
                account.load(exposure);
            }
        });
    }

    private void load(RoundTrip trip, Collection<AccountId> accountIds) {
        if (!accountIds.isEmpty()) {
            accountIds.forEach(accountId -> loaded.put(accountId, new Exposure()));
            trip.query(FIND_EXPOSURES, this::read, Column.uuids(accountIds, AccountId::value));
            trip.query(FIND_RECENT, this::readRecent, Column.uuids(accountIds, AccountId::value));
        }
    }

    private Exposure exposure(ResultSet row) throws SQLException {
        return Objects.requireNonNull(loaded.get(new AccountId(row.getObject("account_id", UUID.class))));
    }

    private void readRecent(ResultSet row) throws SQLException {
        Recent recent = exposure(row).recent();
        String symbol = row.getString("symbol");
        Side side = Side.valueOf(row.getString("side"));
        BigDecimal qty = row.getBigDecimal("qty");
        Instant at = row.getObject("at", OffsetDateTime.class).toInstant();
        String ordType = row.getString("ord_type");
        if (ordType == null) {
            recent.executed(symbol, side, qty.intValueExact(), at);
        } else {
            recent.sent(
                    new Content(
                            symbol,
                            side,
                            OrdType.valueOf(ordType),
                            qty,
                            row.getBigDecimal("px"),
                            row.getBigDecimal("stop_px")),
                    at);
        }
    }

    private void read(ResultSet row) throws SQLException {
        Exposure exposure = exposure(row);
        String side = row.getString("side");
        if (side != null) {
            readOpen(row, exposure, Side.valueOf(side));
        } else {
            exposure.load(held(row));
        }
    }

    private static void readOpen(ResultSet row, Exposure exposure, Side side) throws SQLException {
        String listId = row.getString("list_id");
        if (listId == null) {
            exposure.load(row.getString("symbol"), side, open(row));
        } else {
            OrderId orderId = new OrderId(row.getObject("order_id", UUID.class));
            exposure.load(row.getString("symbol"), side, new ListId(listId), orderId, open(row));
        }
    }

    private static OpenOrders open(ResultSet row) throws SQLException {
        return new OpenOrders(
                row.getInt("orders"),
                row.getBigDecimal("qty"),
                row.getBigDecimal("turnover"),
                row.getBigDecimal("inverse_turnover"));
    }

    private static Held held(ResultSet row) throws SQLException {
        LocalDate day = row.getObject("pnl_day", LocalDate.class);
        Position position = new Position(
                row.getString("symbol"),
                row.getBigDecimal("qty"),
                row.getBigDecimal("avg_px"),
                row.getBigDecimal("realised_pnl"),
                row.getBigDecimal("fees"),
                Leg.valueOf(row.getString("leg")));
        return new Held(
                position,
                row.getBigDecimal("settlement_px"),
                day,
                day == null ? BigDecimal.ZERO : row.getBigDecimal("day_realised_pnl"),
                day == null ? BigDecimal.ZERO : row.getBigDecimal("day_fees"));
    }
}
