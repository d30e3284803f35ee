/** Converts what was realised in other currencies, once. */
@NullMarked
package io.tradecore.api.valuation;

import org.jspecify.annotations.NullMarked;
