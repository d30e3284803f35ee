/** Halts accounts whose programs have run away. */
@NullMarked
package io.tradecore.api.runaway;

import org.jspecify.annotations.NullMarked;
