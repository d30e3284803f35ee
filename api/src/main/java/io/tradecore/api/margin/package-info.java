/** Watches accounts on margin: marks them all, and has the pipeline decide on those that fall or rise through a level. */
@NullMarked
package io.tradecore.api.margin;

import org.jspecify.annotations.NullMarked;
