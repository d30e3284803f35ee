/** What the demo trades: symbols and their scales, reference data made over the admin API, and the hot quotes. */
@NullMarked
package io.tradecore.ops.market;

import org.jspecify.annotations.NullMarked;
