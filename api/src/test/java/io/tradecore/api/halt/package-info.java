/** Carries halts out, and tells people and programs of them. */
@NullMarked
package io.tradecore.api.halt;

import org.jspecify.annotations.NullMarked;
