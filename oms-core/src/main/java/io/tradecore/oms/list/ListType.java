package io.tradecore.oms.list;

import io.tradecore.oms.order.ContingencyType;

/** How the orders of a list hang together. Stored as their names. */
public enum ListType {
    /** Orders for the same thing: what one executes is taken from the others, and what has nothing left is canceled. */
    OCO(ContingencyType.OCO, false),
    /** A parent, and children that are held until it is executed. */
    OTO(ContingencyType.OTO, true),
    /** A bracket: a parent, and children that are held until it is executed and then are an OCO. */
    OTOCO(ContingencyType.OCO, true),
    /** As OCO, of different quantities: the others are less by the quantity executed. */
    OUO_ABSOLUTE(ContingencyType.OUO_ABSOLUTE, false),
    /** As OCO, of different quantities: the others are less by the share executed. */
    OUO_PROPORTIONAL(ContingencyType.OUO_PROPORTIONAL, false);

    private final ContingencyType siblings;
    private final boolean parent;

    ListType(ContingencyType siblings, boolean parent) {
        this.siblings = siblings;
        this.parent = parent;
    }

    /** What binds the orders that are no parent. */
    public ContingencyType siblings() {
        return siblings;
    }

    /** Whether one of the orders is the parent of all others. */
    public boolean hasParent() {
        return parent;
    }

    /** Whether what one sibling executes is taken from the others: they are for the same thing, and reserve it once. */
    public boolean isExclusive() {
        return switch (siblings) {
            case OCO, OUO_ABSOLUTE, OUO_PROPORTIONAL -> true;
            case OTO -> false;
        };
    }
}
