@NullMarked
package io.tradecore.oms;

import org.jspecify.annotations.NullMarked;
