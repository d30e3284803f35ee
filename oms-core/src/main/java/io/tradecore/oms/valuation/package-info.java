/** What positions and cash are worth by the hot quotes: pure functions of what is booked and what is quoted. */
@NullMarked
package io.tradecore.oms.valuation;

import org.jspecify.annotations.NullMarked;
