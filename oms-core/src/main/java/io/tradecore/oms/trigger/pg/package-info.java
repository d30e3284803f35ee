/** Held orders in PostgreSQL. */
@NullMarked
package io.tradecore.oms.trigger.pg;

import org.jspecify.annotations.NullMarked;
