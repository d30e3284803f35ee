package io.tradecore.api.reference;

import io.micronaut.scheduling.annotation.Scheduled;
import io.tradecore.oms.instrument.Contract;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.session.TradingCalendar;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assets and instruments in memory: read again every second, and at once after this process changed them. Safe for use by
 * many threads; only the very first look-up may wait for the database.
 */
@Singleton
public class InstrumentCache implements Instruments {
    private static final Logger LOG = LoggerFactory.getLogger(InstrumentCache.class);

    /** A calendar as it was read, so that what has not changed is not read again. */
    private record Calendar(CalendarRow row, TradingCalendar trading) {}

    private record Snapshot(
            Map<String, Instrument> instruments,
            Map<String, Integer> assetScales,
            Map<String, BigDecimal> assetHaircuts,
            Map<String, Calendar> calendars) {}

    private final AssetRepository assets;
    private final InstrumentRepository instruments;
    private final CalendarRepository calendars;
    private volatile @Nullable Snapshot snapshot;

    InstrumentCache(AssetRepository assets, InstrumentRepository instruments, CalendarRepository calendars) {
        this.assets = assets;
        this.instruments = instruments;
        this.calendars = calendars;
    }

    @Override
    public @Nullable Instrument bySymbol(String symbol) {
        return snapshot().instruments().get(symbol);
    }

    @Override
    public Collection<Instrument> all() {
        return snapshot().instruments().values();
    }

    @Override
    public @Nullable Integer assetScale(String asset) {
        return snapshot().assetScales().get(asset);
    }

    @Override
    public BigDecimal assetHaircut(String asset) {
        return snapshot().assetHaircuts().getOrDefault(asset, BigDecimal.ZERO);
    }

    /** Reads everything anew. Fails as the database does; what was known stays known. */
    public final synchronized void refresh() {
        Map<String, Integer> scales = new HashMap<>();
        Map<String, BigDecimal> haircuts = new HashMap<>();
        assets.findAll().forEach(asset -> {
            scales.put(asset.asset(), asset.scale());
            haircuts.put(asset.asset(), asset.haircut());
        });
        Map<String, Calendar> calendarsById = calendars();
        Map<String, Instrument> bySymbol = new HashMap<>();
        // Currencies are read first: one that an instrument names but that is not there yet comes with the next
        // refresh.
        for (InstrumentRow row : instruments.findAllOrderBySymbol()) {
            Integer currencyScale = scales.get(row.currency());
            Integer settlScale = row.settlCurrency() == null ? currencyScale : scales.get(row.settlCurrency());
            TradingCalendar calendar =
                    row.calendarId() == null ? TradingCalendar.ALWAYS : calendarOf(row, calendarsById);
            if (currencyScale != null && settlScale != null && calendar != null) {
                bySymbol.put(row.symbol(), instrument(row, currencyScale, calendar, contract(row, settlScale)));
            }
        }
        snapshot =
                new Snapshot(Map.copyOf(bySymbol), Map.copyOf(scales), Map.copyOf(haircuts), Map.copyOf(calendarsById));
    }

    private Map<String, Calendar> calendars() {
        Snapshot known = snapshot;
        Map<String, Calendar> byId = new HashMap<>();
        for (CalendarRow row : calendars.findAll()) {
            Calendar before = known == null ? null : known.calendars().get(row.calendarId());
            byId.put(
                    row.calendarId(),
                    before != null && before.row().equals(row) ? before : new Calendar(row, row.calendar()));
        }
        return byId;
    }

    /** Null for a moment where the calendar was made after the calendars were read: the next refresh has both. */
    private static @Nullable TradingCalendar calendarOf(InstrumentRow row, Map<String, Calendar> calendars) {
        Calendar calendar = calendars.get(row.calendarId());
        return calendar == null ? null : calendar.trading();
    }

    @Scheduled(fixedDelay = "1s", initialDelay = "1s")
    void refreshEverySecond() {
        try {
            refresh();
        } catch (RuntimeException e) {
            LOG.warn("Instruments could not be read, keeping those known: {}", e.getMessage());
        }
    }

    // Before the first successful read nothing is known, which must not be mistaken for "there is no such instrument".
    private Snapshot snapshot() {
        Snapshot known = snapshot;
        if (known == null) {
            refresh();
            known = Objects.requireNonNull(snapshot);
        }
        return known;
    }

    private static Contract contract(InstrumentRow row, int settlScale) {
        return new Contract(
                SecurityType.valueOf(row.securityType()),
                row.inverse(),
                row.negativePx(),
                row.settlCurrency() == null ? row.currency() : row.settlCurrency(),
                settlScale,
                row.margin(),
                row.baseAsset());
    }

    private static Instrument instrument(
            InstrumentRow row, int currencyScale, TradingCalendar calendar, Contract contract) {
        return new Instrument(
                row.symbol(),
                row.venueId(),
                row.currency(),
                currencyScale,
                row.pxScale(),
                row.qtyScale(),
                row.tickSize(),
                row.lotSize(),
                row.multiplier(),
                row.maxOrderQty(),
                row.maxOrderNotional(),
                row.priceCollar(),
                row.feeRate(),
                row.status().equals(InstrumentRow.ACTIVE),
                calendar,
                row.isHalted(),
                contract);
    }
}
