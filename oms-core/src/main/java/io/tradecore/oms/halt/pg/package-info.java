@NullMarked
package io.tradecore.oms.halt.pg;

import org.jspecify.annotations.NullMarked;
