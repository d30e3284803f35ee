@NullMarked
package io.tradecore.api.chain;

import org.jspecify.annotations.NullMarked;
