package io.tradecore.oms.order;

/**
 * An order was restated for a split of its instrument, once. Executions before it are of units there were before. Immutable.
 *
 * @param splitId the operator's name of the split
 * @param eventSeq of the order event that tells it
 */
public record OrderSplit(OrderId orderId, String splitId, SplitRatio ratio, long eventSeq) {}
