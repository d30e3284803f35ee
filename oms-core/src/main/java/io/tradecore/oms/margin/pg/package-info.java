/** Reads of PostgreSQL what accounts on margin are marked by. */
@NullMarked
package io.tradecore.oms.margin.pg;

import org.jspecify.annotations.NullMarked;
