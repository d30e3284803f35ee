@NullMarked
package io.tradecore.oms.instrument;

import org.jspecify.annotations.NullMarked;
