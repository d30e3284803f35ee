/**
 * The four servers the product stands on, started for tests and for the launcher by the same code: PostgreSQL,
 * PgBouncer in transaction mode, Redis and NATS with JetStream, as processes of this machine or as containers.
 */
@NullMarked
package io.tradecore.servers;

import org.jspecify.annotations.NullMarked;
