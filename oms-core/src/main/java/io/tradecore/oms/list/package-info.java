/** Contingent orders (FIX NewOrderList, 35=E): what happens to the orders of a list as one of them moves. */
@NullMarked
package io.tradecore.oms.list;

import org.jspecify.annotations.NullMarked;
