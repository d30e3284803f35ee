package io.tradecore.oms.instrument;

import java.math.BigDecimal;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Reference data from memory: never blocks, may lag a change by a second. Implementations are safe for many threads. */
public interface Instruments {

    /** The instrument, also when it is disabled, or null when there is none of that symbol. */
    @Nullable
    Instrument bySymbol(String symbol);

    /** All instruments, the disabled ones too. */
    Collection<Instrument> all();

    /** Decimals of a currency's minor unit, or null when there is no such asset. */
    @Nullable
    Integer assetScale(String asset);

    /** The share of an asset's value that does not count where it stands as margin in another currency; 0 where nothing is said. */
    default BigDecimal assetHaircut(String asset) {
        return BigDecimal.ZERO;
    }
}
