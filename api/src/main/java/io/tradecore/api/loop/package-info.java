/** Background work that repeats until the process stops. */
@NullMarked
package io.tradecore.api.loop;

import org.jspecify.annotations.NullMarked;
