@NullMarked
package io.tradecore.oms.order;

import org.jspecify.annotations.NullMarked;
