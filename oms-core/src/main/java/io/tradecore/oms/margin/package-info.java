/** What accounts on margin have, take and may still take, and what is closed where that is too little: pure functions. */
@NullMarked
package io.tradecore.oms.margin;

import org.jspecify.annotations.NullMarked;
