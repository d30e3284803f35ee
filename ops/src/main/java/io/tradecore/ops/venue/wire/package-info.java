/** The JSON of the venue protocol. */
@NullMarked
package io.tradecore.ops.venue.wire;

import org.jspecify.annotations.NullMarked;
