/** A trading session over the real API: what is sent, what came back, and the count of it afterwards. */
@NullMarked
package io.tradecore.ops.demo;

import org.jspecify.annotations.NullMarked;
