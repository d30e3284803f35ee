package io.tradecore.api.admin;

import io.tradecore.api.edge.Decimals;
import io.tradecore.api.problem.ApiCode;
import io.tradecore.api.problem.ApiException;
import io.tradecore.api.reference.AssetView;
import io.tradecore.api.reference.InstrumentCache;
import io.tradecore.api.reference.InstrumentView;
import io.tradecore.api.reference.MarginTermsRow;
import io.tradecore.api.reference.MarginView;
import io.tradecore.api.reference.VenueView;
import io.tradecore.api.sql.Sql;
import io.tradecore.oms.command.Reason;
import io.tradecore.oms.instrument.MarginTerms;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes assets, venues and instruments, once: the same again answers what stands, another body under the same name is
 * refused. Safe for use by many threads; blocks its thread.
 */
@Singleton
public final class PgReferenceAdmin {
    private static final String ADD_ASSET = """
            INSERT INTO assets (asset, scale, name) VALUES (?, ?, ?) ON CONFLICT (asset) DO NOTHING
            """;
    private static final String LOCK_HAIRCUT = """
            SELECT haircut FROM assets WHERE asset = ? FOR UPDATE
            """;
    private static final String SET_HAIRCUT = """
            UPDATE assets SET haircut = ? WHERE asset = ?
            """;
    private static final String FIND_ASSET = """
            SELECT asset, scale, name, created_at FROM assets WHERE asset = ?
            """;
    private static final String ADD_VENUE = """
            INSERT INTO venues (venue_id, name) VALUES (?, ?) ON CONFLICT (venue_id) DO NOTHING
            """;
    private static final String FIND_VENUE = """
            SELECT venue_id, name, status, created_at FROM venues WHERE venue_id = ?
            """;
    private static final String ADD_INSTRUMENT = """
            INSERT INTO instruments (symbol, venue_id, currency, px_scale, qty_scale, tick_size, lot_size, multiplier,
                max_order_qty, max_order_notional, price_collar, fee_rate, security_type, inverse, negative_px, settl_currency,
                base_asset, margin_unit, initial_margin, maintenance_margin)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (symbol) DO NOTHING
            """;
    private static final String FIND_INSTRUMENT = """
            SELECT * FROM instruments WHERE symbol = ?
            """;
    private static final String LOCK_INSTRUMENT = """
            SELECT status FROM instruments WHERE symbol = ? FOR UPDATE
            """;
    private static final String SET_MARGIN = """
            UPDATE instruments SET margin_unit = ?, initial_margin = ?, maintenance_margin = ?, margin_tiers = ?, underlying = ?,
                netting_offset = ?, updated_at = now() WHERE symbol = ?
            """;
    private static final String SET_INSTRUMENT_STATUS = """
            UPDATE instruments SET status = ?, updated_at = now() WHERE symbol = ?
            """;

    private final AdminTransactions transactions;
    private final InstrumentCache cache;

    PgReferenceAdmin(AdminTransactions transactions, InstrumentCache cache) {
        this.transactions = transactions;
        this.cache = cache;
    }

    /** Makes a currency. */
    public Stored<AssetView> createAsset(String actor, String asset, int scale, String name) {
        Stored<AssetView> stored = transactions.act(actor, connection -> {
            boolean created = Sql.update(connection, ADD_ASSET, asset, scale, name) == 1;
            AssetView view = Objects.requireNonNull(Sql.first(connection, FIND_ASSET, PgReferenceAdmin::asset, asset));
            requireSame("scale", scale, view.scale(), asset);
            requireSame("name", name, view.name(), asset);
            return act(view, created, "ASSET_CREATED", AuditEntry.detail("asset", asset, "scale", scale, "name", name));
        });
        cache.refresh();
        return stored;
    }

    /** Makes a venue. */
    public Stored<VenueView> createVenue(String actor, String venueId, String name) {
        return transactions.act(actor, connection -> {
            boolean created = Sql.update(connection, ADD_VENUE, venueId, name) == 1;
            VenueView view =
                    Objects.requireNonNull(Sql.first(connection, FIND_VENUE, PgReferenceAdmin::venue, venueId));
            requireSame("name", name, view.name(), venueId);
            return act(view, created, "VENUE_CREATED", AuditEntry.detail("venueId", venueId, "name", name));
        });
    }

    /** Sets which share of an asset does not count as margin in another currency. In effect everywhere within about a second. */
    public void setHaircut(String actor, String asset, BigDecimal haircut, String reason) {
        transactions.act(actor, connection -> {
            BigDecimal before = Sql.first(connection, LOCK_HAIRCUT, row -> Sql.decimal(row, "haircut"), asset);
            if (before == null) {
                throw ApiException.of(Reason.ASSET_UNKNOWN, "There is no such asset.");
            }
            if (before.compareTo(haircut) == 0) {
                return new AdminTransactions.Act<>(haircut, null);
            }
            Sql.update(connection, SET_HAIRCUT, haircut, asset);
            return new AdminTransactions.Act<>(
                    haircut,
                    AuditEntry.of(
                            "ASSET_HAIRCUT_SET",
                            AuditEntry.detail(
                                    "asset", asset, "from", text(before), "to", text(haircut), "reason", reason)));
        });
        cache.refresh();
    }

    /** Makes an instrument; its venue and currency must be there. */
    public Stored<InstrumentView> createInstrument(String actor, NewInstrument terms) {
        Stored<InstrumentView> stored = transactions.act(actor, connection -> {
            requireVenueAndCurrencies(connection, terms);
            NewInstrument.Kind kind = terms.kind();
            MarginTerms margin = kind.margin();
            boolean created = Sql.update(
                            connection,
                            ADD_INSTRUMENT,
                            terms.symbol(),
                            terms.venueId(),
                            terms.currency(),
                            terms.pxScale(),
                            terms.qtyScale(),
                            terms.tickSize(),
                            terms.lotSize(),
                            terms.multiplier(),
                            terms.maxOrderQty(),
                            terms.maxOrderNotional(),
                            terms.priceCollar(),
                            terms.feeRate(),
                            kind.securityType().name(),
                            kind.inverse(),
                            kind.negativePx(),
                            kind.settlCurrency(),
                            kind.baseAsset(),
                            margin == null ? null : margin.unit().name(),
                            margin == null ? null : margin.initial(),
                            margin == null ? null : margin.maintenance())
                    == 1;
            if (created && margin != null) {
                setMargin(connection, terms.symbol(), margin);
            }
            InstrumentView view = find(connection, terms.symbol());
            Map<String, Object> wanted = figures(terms);
            Map<String, Object> stands = figures(view);
            wanted.forEach((field, value) ->
                    requireSame(field, value, Objects.requireNonNull(stands.get(field)), terms.symbol()));
            return act(view, created, "INSTRUMENT_CREATED", wanted);
        });
        cache.refresh();
        return stored;
    }

    /** Sets an instrument's status. Open orders stay; new ones are refused while it is disabled. */
    public InstrumentView setInstrumentStatus(String actor, String symbol, String status) {
        InstrumentView view = transactions.act(actor, connection -> {
            String before = Sql.first(connection, LOCK_INSTRUMENT, row -> Sql.text(row, "status"), symbol);
            if (before == null) {
                throw ApiException.of(ApiCode.INSTRUMENT_NOT_FOUND, "There is no such instrument.");
            }
            if (before.equals(status)) {
                return new AdminTransactions.Act<>(find(connection, symbol), null);
            }
            Sql.update(connection, SET_INSTRUMENT_STATUS, status, symbol);
            Map<String, Object> detail = AuditEntry.detail("symbol", symbol, "from", before, "to", status);
            return new AdminTransactions.Act<>(
                    find(connection, symbol), AuditEntry.of("INSTRUMENT_STATUS_SET", detail));
        });
        cache.refresh();
        return view;
    }

    /**
     * Sets what positions of an instrument tie down. In effect everywhere within about a second; what open orders hold follows
     * with what happens to them next.
     */
    public InstrumentView setMargin(String actor, String symbol, MarginTerms margin) {
        InstrumentView view = transactions.act(actor, connection -> {
            if (Sql.first(connection, LOCK_INSTRUMENT, row -> Sql.text(row, "status"), symbol) == null) {
                throw ApiException.of(ApiCode.INSTRUMENT_NOT_FOUND, "There is no such instrument.");
            }
            InstrumentView before = find(connection, symbol);
            setMargin(connection, symbol, margin);
            InstrumentView after = find(connection, symbol);
            if (Objects.equals(before.margin(), after.margin())) {
                return new AdminTransactions.Act<>(before, null);
            }
            Map<String, Object> detail =
                    AuditEntry.detail("symbol", symbol, "from", text(before.margin()), "to", text(after.margin()));
            return new AdminTransactions.Act<>(after, AuditEntry.of("INSTRUMENT_MARGIN_SET", detail));
        });
        cache.refresh();
        return view;
    }

    private static void setMargin(Connection connection, String symbol, MarginTerms margin) throws SQLException {
        MarginTerms.Netting netting = margin.netting();
        Sql.update(
                connection,
                SET_MARGIN,
                margin.unit().name(),
                margin.initial(),
                margin.maintenance(),
                MarginTermsRow.text(margin.tiers()),
                netting == null ? null : netting.underlying(),
                netting == null ? null : netting.offset(),
                symbol);
    }

    private static String text(@Nullable MarginView margin) {
        if (margin == null) {
            return "none";
        }
        StringBuilder text = new StringBuilder(margin.unit() + " " + margin.initial() + " " + margin.maintenance());
        if (margin.tiers() != null) {
            margin.tiers()
                    .forEach(tier -> text.append(", above ")
                            .append(tier.above())
                            .append(' ')
                            .append(tier.initial())
                            .append(' ')
                            .append(tier.maintenance()));
        }
        return margin.underlying() == null
                ? text.toString()
                : text.append(", of ")
                        .append(margin.underlying())
                        .append(' ')
                        .append(margin.offset())
                        .toString();
    }

    private static <T> AdminTransactions.Act<Stored<T>> act(
            T view, boolean created, String action, Map<String, Object> detail) {
        return new AdminTransactions.Act<>(new Stored<>(view, created), created ? AuditEntry.of(action, detail) : null);
    }

    private static void requireVenueAndCurrencies(Connection connection, NewInstrument terms) throws SQLException {
        if (Sql.first(connection, FIND_VENUE, PgReferenceAdmin::venue, terms.venueId()) == null) {
            throw ApiException.ofField(ApiCode.VENUE_UNKNOWN, "venueId", "There is no such venue.");
        }
        if (Sql.first(connection, FIND_ASSET, PgReferenceAdmin::asset, terms.currency()) == null) {
            throw ApiException.of(Reason.ASSET_UNKNOWN, "There is no such currency.");
        }
        String settlCurrency = terms.kind().settlCurrency();
        if (settlCurrency != null
                && Sql.first(connection, FIND_ASSET, PgReferenceAdmin::asset, settlCurrency) == null) {
            throw ApiException.of(Reason.ASSET_UNKNOWN, "There is no such settlement currency.");
        }
        String baseAsset = terms.kind().baseAsset();
        if (baseAsset != null && Sql.first(connection, FIND_ASSET, PgReferenceAdmin::asset, baseAsset) == null) {
            throw ApiException.of(Reason.ASSET_UNKNOWN, "There is no such base asset.");
        }
    }

    private static void requireSame(String field, Object wanted, Object stands, String name) {
        if (!wanted.equals(stands)) {
            throw ApiException.existsWithDifferent(field, name + " exists with another " + field + ".");
        }
    }

    private static Map<String, Object> figures(NewInstrument terms) {
        return figures(
                terms.symbol(),
                terms.venueId(),
                terms.currency(),
                Integer.toString(terms.pxScale()),
                Integer.toString(terms.qtyScale()),
                text(terms.tickSize()),
                text(terms.lotSize()),
                text(terms.multiplier()),
                text(terms.maxOrderQty()),
                text(terms.maxOrderNotional()),
                text(terms.priceCollar()),
                text(terms.feeRate()),
                terms.kind().securityType().name(),
                Boolean.toString(terms.kind().inverse()),
                Boolean.toString(terms.kind().negativePx()),
                terms.kind().settlCurrency() == null
                        ? terms.currency()
                        : terms.kind().settlCurrency(),
                text(terms.kind().baseAsset()),
                text(MarginView.of(terms.kind().margin())));
    }

    private static Map<String, Object> figures(InstrumentView view) {
        return figures(
                view.symbol(),
                view.venueId(),
                view.currency(),
                Integer.toString(view.pxScale()),
                Integer.toString(view.qtyScale()),
                view.tickSize(),
                view.lotSize(),
                view.multiplier(),
                view.maxOrderQty(),
                view.maxOrderNotional(),
                view.priceCollar(),
                view.feeRate(),
                view.securityType(),
                Boolean.toString(view.inverse()),
                Boolean.toString(view.negativePx()),
                view.settlCurrency(),
                text(view.baseAsset()),
                text(view.margin()));
    }

    private static Map<String, Object> figures(String... values) {
        String[] names = {
            "symbol",
            "venueId",
            "currency",
            "pxScale",
            "qtyScale",
            "tickSize",
            "lotSize",
            "multiplier",
            "maxOrderQty",
            "maxOrderNotional",
            "priceCollar",
            "feeRate",
            "securityType",
            "inverse",
            "negativePx",
            "settlCurrency",
            "baseAsset",
            "margin"
        };
        Map<String, Object> figures = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            figures.put(names[i], values[i]);
        }
        return figures;
    }

    private static String text(@Nullable String asset) {
        return asset == null ? "none" : asset;
    }

    private static String text(BigDecimal value) {
        return Decimals.text(value);
    }

    static InstrumentView find(Connection connection, String symbol) throws SQLException {
        return Objects.requireNonNull(Sql.first(connection, FIND_INSTRUMENT, PgReferenceAdmin::instrument, symbol));
    }

    private static AssetView asset(ResultSet row) throws SQLException {
        return new AssetView(
                Sql.text(row, "asset"), row.getInt("scale"), Sql.text(row, "name"), Sql.time(row, "created_at"));
    }

    private static VenueView venue(ResultSet row) throws SQLException {
        return new VenueView(
                Sql.text(row, "venue_id"), Sql.text(row, "name"), Sql.text(row, "status"), Sql.time(row, "created_at"));
    }

    static InstrumentView instrument(ResultSet row) throws SQLException {
        String settlCurrency = Sql.textOrNull(row, "settl_currency");
        return new InstrumentView(
                Sql.text(row, "symbol"),
                Sql.text(row, "venue_id"),
                Sql.text(row, "currency"),
                row.getInt("px_scale"),
                row.getInt("qty_scale"),
                text(Sql.decimal(row, "tick_size")),
                text(Sql.decimal(row, "lot_size")),
                text(Sql.decimal(row, "multiplier")),
                text(Sql.decimal(row, "max_order_qty")),
                text(Sql.decimal(row, "max_order_notional")),
                text(Sql.decimal(row, "price_collar")),
                text(Sql.decimal(row, "fee_rate")),
                Sql.text(row, "status"),
                Sql.text(row, "security_type"),
                row.getBoolean("inverse"),
                row.getBoolean("negative_px"),
                settlCurrency == null ? Sql.text(row, "currency") : settlCurrency,
                Sql.textOrNull(row, "base_asset"),
                MarginView.of(MarginTermsRow.terms(
                        Sql.textOrNull(row, "margin_unit"),
                        Sql.decimalOrNull(row, "initial_margin"),
                        Sql.decimalOrNull(row, "maintenance_margin"),
                        Sql.textOrNull(row, "margin_tiers"),
                        Sql.textOrNull(row, "underlying"),
                        Sql.decimalOrNull(row, "netting_offset"))),
                Sql.textOrNull(row, "calendar_id"),
                Sql.timeOrNull(row, "halted_at"),
                Sql.textOrNull(row, "halted_by"),
                Sql.textOrNull(row, "halt_reason"),
                Sql.timeOrNull(row, "venue_halted_at"),
                Sql.textOrNull(row, "venue_halt_reason"),
                Sql.time(row, "created_at"),
                Sql.time(row, "updated_at"));
    }
}
