/** The venue's matching: pure, single-threaded, orders and quotes in, reports out. */
@NullMarked
package io.tradecore.ops.venue.matching;

import org.jspecify.annotations.NullMarked;
