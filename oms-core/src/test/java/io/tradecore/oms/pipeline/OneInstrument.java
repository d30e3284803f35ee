package io.tradecore.oms.pipeline;

import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reference data of one instrument and its currency, and two currencies more. */
record OneInstrument(Instrument instrument) implements Instruments {

    private static final Map<String, Integer> OTHERS = Map.of("EUR", 2, "JPY", 0);

    @Override
    public @Nullable Instrument bySymbol(String symbol) {
        return symbol.equals(instrument.symbol()) ? instrument : null;
    }

    @Override
    public List<Instrument> all() {
        return List.of(instrument);
    }

    @Override
    public @Nullable Integer assetScale(String asset) {
        return asset.equals(instrument.currency()) ? Integer.valueOf(instrument.currencyScale()) : OTHERS.get(asset);
    }
}
