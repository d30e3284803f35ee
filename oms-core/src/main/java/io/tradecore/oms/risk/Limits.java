package io.tradecore.oms.risk;

import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.TimeInForce;
import org.jspecify.annotations.Nullable;

/**
 * The rules of what a user does in an account now. Of all bounds that apply, whoever set them, the one that leaves the least room
 * decides.
 */
public interface Limits {

    /** What it must not go beyond; null where nobody bounds it. */
    @Nullable
    Limit hard(LimitKind kind, Instrument instrument);

    /** Beyond which it is warned of; null where nobody is. */
    @Nullable
    Limit soft(LimitKind kind, Instrument instrument);

    /** A kind that nobody bounds though somebody has to; null: there is none. */
    @Nullable
    LimitKind missing(Instrument instrument);

    /** Whether the user is permitted the instrument and its venue. */
    boolean isPermitted(Instrument instrument);

    /** Whether the instrument takes orders of this type, FIX 40. */
    boolean isAllowed(OrdType ordType, Instrument instrument);

    /** Whether the instrument takes orders of this time in force, FIX 59. */
    boolean isAllowed(TimeInForce timeInForce, Instrument instrument);
}
