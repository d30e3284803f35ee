@NullMarked
package io.tradecore.api.redis;

import org.jspecify.annotations.NullMarked;
