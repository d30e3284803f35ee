package io.tradecore.oms.margin;

/** How much a stop-out closes of the position that has lost most. Stored as their names. */
public enum LiquidationMode {
    /** All of it. */
    WHOLE_POSITION,
    /** The fewest whole lots that restore the level, all of it where none do. */
    LEAST_QUANTITY
}
