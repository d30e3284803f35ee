@NullMarked
package io.tradecore.api.market;

import org.jspecify.annotations.NullMarked;
