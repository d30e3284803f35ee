package io.tradecore.oms.order;

/**
 * That an order belongs to a list. While it may not work yet it is held by {@link HeldBy#LIST}.
 *
 * @param listId FIX 66
 * @param contingencyType FIX 1385
 */
public record ListMembership(ListId listId, ContingencyType contingencyType) {}
