@NullMarked
package io.tradecore.oms.position.pg;

import org.jspecify.annotations.NullMarked;
