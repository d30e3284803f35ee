/** The commands a person runs: the launcher, the reconciliation and tokens. Imported by nobody. */
@NullMarked
package io.tradecore.ops;

import org.jspecify.annotations.NullMarked;
