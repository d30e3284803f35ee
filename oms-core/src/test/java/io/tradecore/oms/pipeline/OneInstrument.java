package io.tradecore.oms.pipeline;

import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.Instruments;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reference data of one instrument and its currency. */
record OneInstrument(Instrument instrument) implements Instruments {
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
        return asset.equals(instrument.currency()) ? instrument.currencyScale() : null;
    }
}
