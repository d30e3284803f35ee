/** The kill switch: what of trading is stopped, and whom that concerns. */
@NullMarked
package io.tradecore.oms.halt;

import org.jspecify.annotations.NullMarked;
