/** JetStream: routes out to venues, venue reports in, order events out to subscribers. See {@code docs/nats.md}. */
@NullMarked
package io.tradecore.api.nats;

import org.jspecify.annotations.NullMarked;
