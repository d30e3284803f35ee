/** What was realised and its conversions, in PostgreSQL. */
@NullMarked
package io.tradecore.oms.valuation.pg;

import org.jspecify.annotations.NullMarked;
