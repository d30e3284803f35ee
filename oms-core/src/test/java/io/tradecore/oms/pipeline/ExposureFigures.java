package io.tradecore.oms.pipeline;

import io.tradecore.ledger.AccountId;
import io.tradecore.migrations.DbRole;
import io.tradecore.oms.order.ContingencyType;
import io.tradecore.oms.order.ListId;
import io.tradecore.oms.order.ListMembership;
import io.tradecore.oms.order.Order;
import io.tradecore.oms.order.OrderId;
import io.tradecore.oms.order.Side;
import io.tradecore.oms.position.Leg;
import io.tradecore.oms.position.Position;
import io.tradecore.oms.risk.Exposure;
import io.tradecore.oms.risk.Exposure.Held;
import io.tradecore.oms.risk.OpenOrders;
import io.tradecore.servers.TestServers;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The figures of an exposure so that two can be compared: by instrument, without what is nothing. */
final class ExposureFigures {

    private ExposureFigures() {}

    static Map<String, String> of(Exposure exposure, LocalDate today) {
        Map<String, String> figures = new TreeMap<>();
        int count = 0;
        for (Exposure.Line line : exposure.lines()) {
            count += line.buys().count() + line.sells().count();
            put(figures, line.symbol() + " buys", line.buys());
            put(figures, line.symbol() + " sells", line.sells());
            for (Held held : line.held()) {
                if (held.position().qty().signum() != 0 || today.equals(held.day())) {
                    figures.put(
                            line.symbol() + " " + held.position().leg(),
                            figures(held.position(), held.settlementPx()) + " today " + plain(held.realisedOn(today))
                                    + " " + plain(held.feesOn(today)));
                }
            }
        }
        figures.put("open orders", count + " " + exposure.openCount());
        return figures;
    }

    /** What the orders and positions of an account come to, of which every one there ever was is loaded, and none from before today. */
    static Map<String, String> anew(AccountState account) {
        Map<String, String> figures = new TreeMap<>();
        Map<String, OpenOrders> open = new TreeMap<>();
        Map<String, OpenOrders> siblings = new TreeMap<>();
        for (Order order : account.orders()) {
            String name = order.symbol() + (order.side() == Side.BUY ? " buys" : " sells");
            ListMembership membership = order.membership();
            if (membership == null || membership.contingencyType() == ContingencyType.OTO) {
                open.merge(name, OpenOrders.of(order, account.isHeldBack(order)), OpenOrders::plus);
            } else {
                siblings.merge(
                        name + "/" + membership.listId(),
                        OpenOrders.of(order, account.isHeldBack(order)),
                        ExposureFigures::most);
            }
        }
        siblings.forEach((name, most) -> open.merge(name.split("/", 2)[0], most, OpenOrders::plus));
        open.forEach((name, orders) -> put(figures, name, orders));
        for (Position position : account.positions()) {
            figures.put(
                    position.symbol() + " " + position.leg(),
                    figures(
                                    position,
                                    account.settled(position.symbol(), position.leg())
                                            .settlementPx()) + " today " + plain(position.realisedPnl()) + " "
                            + plain(position.fees()));
        }
        int count = open.values().stream().mapToInt(OpenOrders::count).sum();
        figures.put("open orders", count + " " + count);
        return figures;
    }

    private static OpenOrders most(OpenOrders a, OpenOrders b) {
        return new OpenOrders(
                a.count() + b.count(),
                a.qty().max(b.qty()),
                a.turnover().max(b.turnover()),
                a.inverseTurnover().max(b.inverseTurnover()));
    }

    /** What the database tells a process that knows nothing. */
    static Map<String, String> stored(AccountId account, LocalDate today) {
        Exposure exposure = new Exposure();
        try (Connection connection = TestServers.get().connection(DbRole.WRITER)) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT lock_accounts(ARRAY['" + account + "'::uuid])");
                try (ResultSet row =
                        statement.executeQuery("SELECT * FROM find_exposures(ARRAY['" + account + "'::uuid])")) {
                    while (row.next()) {
                        read(row, exposure);
                    }
                }
            }
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return of(exposure, today);
    }

    private static void read(ResultSet row, Exposure exposure) throws SQLException {
        String symbol = row.getString("symbol");
        BigDecimal qty = row.getBigDecimal("qty");
        if (row.getString("side") != null) {
            OpenOrders open = new OpenOrders(
                    row.getInt("orders"), qty, row.getBigDecimal("turnover"), row.getBigDecimal("inverse_turnover"));
            Side side = Side.valueOf(row.getString("side"));
            if (row.getString("list_id") == null) {
                exposure.load(symbol, side, open);
            } else {
                OrderId orderId = OrderId.of(row.getString("order_id"));
                exposure.load(symbol, side, new ListId(row.getString("list_id")), orderId, open);
            }
            return;
        }
        exposure.load(new Held(
                new Position(
                        symbol,
                        qty,
                        row.getBigDecimal("avg_px"),
                        row.getBigDecimal("realised_pnl"),
                        row.getBigDecimal("fees"),
                        Leg.valueOf(row.getString("leg"))),
                row.getBigDecimal("settlement_px"),
                row.getObject("pnl_day", LocalDate.class),
                row.getBigDecimal("day_realised_pnl"),
                row.getBigDecimal("day_fees")));
    }

    private static void put(Map<String, String> figures, String name, OpenOrders orders) {
        if (orders.count() != 0 || orders.qty().signum() != 0) {
            figures.put(
                    name,
                    orders.count() + " " + plain(orders.qty()) + " " + plain(orders.turnover()) + " "
                            + plain(orders.inverseTurnover()));
        }
    }

    private static String figures(Position position, @Nullable BigDecimal settlementPx) {
        return plain(position.qty()) + " at " + plain(position.avgPx()) + " basis " + plain(settlementPx) + " realised "
                + plain(position.realisedPnl()) + " fees " + plain(position.fees());
    }

    private static String plain(@Nullable BigDecimal figure) {
        return figure == null ? "none" : figure.stripTrailingZeros().toPlainString();
    }
}
