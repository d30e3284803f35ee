/** The venue with its memory: one line of its journal is one step of the matching engine. */
@NullMarked
package io.tradecore.ops.venue.journal;

import org.jspecify.annotations.NullMarked;
