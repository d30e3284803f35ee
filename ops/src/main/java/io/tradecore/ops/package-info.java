@NullMarked
package io.tradecore.ops;

import org.jspecify.annotations.NullMarked;
