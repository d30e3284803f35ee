@NullMarked
package io.tradecore.oms.margin;

import org.jspecify.annotations.NullMarked;
