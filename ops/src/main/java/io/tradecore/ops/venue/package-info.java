/** The venue simulator: a process of its own that knows the rest of the system only through docs/venue-protocol.md. */
@NullMarked
package io.tradecore.ops.venue;

import org.jspecify.annotations.NullMarked;
