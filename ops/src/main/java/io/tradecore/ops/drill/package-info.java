/** Drills: a fault on an installation of their own, seen from outside, and the proof that nothing was lost by it. */
@NullMarked
package io.tradecore.ops.drill;

import org.jspecify.annotations.NullMarked;
