/** Order entry, whatever a client speaks: the forms of requests, the allowance, and what the core's answers mean. */
@NullMarked
package io.tradecore.api.entry;

import org.jspecify.annotations.NullMarked;
