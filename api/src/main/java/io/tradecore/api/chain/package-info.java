/** Brings the heads of journals' chains to where nobody who can write to the database can reach them. */
@NullMarked
package io.tradecore.api.chain;

import org.jspecify.annotations.NullMarked;
