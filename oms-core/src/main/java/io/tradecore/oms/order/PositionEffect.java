package io.tradecore.oms.order;

/** PositionEffect (FIX 77): whether an order of a HEDGING account makes a leg of the position larger or smaller. */
public enum PositionEffect {
    OPEN,
    CLOSE
}
