package io.tradecore.oms.risk;

import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.SecurityType;
import org.jspecify.annotations.Nullable;

/**
 * The instruments a rule is about: one, all of a class, or all.
 *
 * @param securityType FIX 167; null: not a class
 * @param symbol FIX 55; null: not a single one
 */
public record InstrumentSelector(
        @Nullable SecurityType securityType, @Nullable String symbol) {

    public static final InstrumentSelector ALL = new InstrumentSelector(null, null);

    public InstrumentSelector {
        if (securityType != null && symbol != null) {
            throw new IllegalArgumentException("a rule is about a class of instruments or about one");
        }
    }

    public static InstrumentSelector of(SecurityType securityType) {
        return new InstrumentSelector(securityType, null);
    }

    public static InstrumentSelector of(String symbol) {
        return new InstrumentSelector(null, symbol);
    }

    /** How closely it tells which: one instrument before a class, and that before all. */
    int closeness() {
        return symbol != null ? 2 : securityType != null ? 1 : 0;
    }

    public boolean matches(Instrument instrument) {
        if (symbol != null) {
            return symbol.equals(instrument.symbol());
        }
        return securityType == null || securityType == instrument.contract().securityType();
    }
}
