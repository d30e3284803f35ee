package io.tradecore.oms.session;

/** FIX 340, TradSesStatus, as far as an order asks. */
public enum TradingPhase {
    /** FIX 2. */
    OPEN,
    /** FIX 3. */
    CLOSED,
    /** FIX 1: stopped by an operator or by the venue until one of them ends it, in a session or outside of one. */
    HALTED
}
