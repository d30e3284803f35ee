/** What the market and the clock do to orders: held orders are triggered, and orders whose time is over expire. */
@NullMarked
package io.tradecore.api.market;

import org.jspecify.annotations.NullMarked;
