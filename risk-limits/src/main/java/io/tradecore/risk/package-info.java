@NullMarked
package io.tradecore.risk;

import org.jspecify.annotations.NullMarked;
