/** Where the venue's quotes come from, and how the hot ones get to Redis. */
@NullMarked
package io.tradecore.ops.venue.quotes;

import org.jspecify.annotations.NullMarked;
