/** Leases by which one process at a time does what must not be done by several. */
@NullMarked
package io.tradecore.api.lease;

import org.jspecify.annotations.NullMarked;
