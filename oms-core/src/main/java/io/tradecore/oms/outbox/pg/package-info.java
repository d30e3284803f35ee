/** What the relay reads and keeps in PostgreSQL: the outbox, the order events, its cursor and its lease. */
@NullMarked
package io.tradecore.oms.outbox.pg;

import org.jspecify.annotations.NullMarked;
