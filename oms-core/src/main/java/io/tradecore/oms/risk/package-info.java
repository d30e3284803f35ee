@NullMarked
package io.tradecore.oms.risk;

import org.jspecify.annotations.NullMarked;
