@NullMarked
package io.tradecore.api.margin;

import org.jspecify.annotations.NullMarked;
