/** The venue's connection to JetStream. */
@NullMarked
package io.tradecore.ops.venue.nats;

import org.jspecify.annotations.NullMarked;
