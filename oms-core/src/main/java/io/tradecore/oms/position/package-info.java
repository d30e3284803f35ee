@NullMarked
package io.tradecore.oms.position;

import org.jspecify.annotations.NullMarked;
