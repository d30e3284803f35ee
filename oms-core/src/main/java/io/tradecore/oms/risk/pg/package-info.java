/** The rules of risk in PostgreSQL. */
@NullMarked
package io.tradecore.oms.risk.pg;

import org.jspecify.annotations.NullMarked;
