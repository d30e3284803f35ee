/** When a held order fires: stops, trailing stops and orders that wait for a price to be touched. Pure. */
@NullMarked
package io.tradecore.oms.trigger;

import org.jspecify.annotations.NullMarked;
