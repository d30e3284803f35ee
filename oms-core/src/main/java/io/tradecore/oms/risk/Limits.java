package io.tradecore.oms.risk;

import io.tradecore.oms.instrument.Instrument;
import org.jspecify.annotations.Nullable;

/** The bounds of an order: of all that apply to it now, whoever set them, the one that leaves the least room. */
public interface Limits {

    /** What it must not go beyond; null where nobody bounds it. */
    @Nullable
    Limit hard(LimitKind kind, Instrument instrument);

    /** Beyond which it is warned of; null where nobody is. */
    @Nullable
    Limit soft(LimitKind kind, Instrument instrument);
}
