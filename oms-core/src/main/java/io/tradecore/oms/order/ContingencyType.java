package io.tradecore.oms.order;

/** FIX 1385: how an order of a list depends on the others, or they on it. Stored as their names. */
public enum ContingencyType {
    /** 1, one cancels the other: what one executes is taken from the others. */
    OCO(1),
    /** 2, one triggers the other: the others wait until it is executed. */
    OTO(2),
    /** 3, one updates the others by the quantity executed. */
    OUO_ABSOLUTE(3),
    /** 4, one updates the others by the share executed. */
    OUO_PROPORTIONAL(4);

    private final int fix;

    ContingencyType(int fix) {
        this.fix = fix;
    }

    /** The value of FIX 1385. */
    public int fix() {
        return fix;
    }
}
