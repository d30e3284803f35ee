/** Requests about several orders of an account at once. */
@NullMarked
package io.tradecore.oms.bulk;

import org.jspecify.annotations.NullMarked;
