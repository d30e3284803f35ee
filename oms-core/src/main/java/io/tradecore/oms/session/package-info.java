/** When an instrument trades, and when an order expires. Pure. */
@NullMarked
package io.tradecore.oms.session;

import org.jspecify.annotations.NullMarked;
