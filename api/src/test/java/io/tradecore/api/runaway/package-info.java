/** What makes a program a runaway, and what is then done. */
@NullMarked
package io.tradecore.api.runaway;

import org.jspecify.annotations.NullMarked;
