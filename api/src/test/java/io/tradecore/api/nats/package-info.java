@NullMarked
package io.tradecore.api.nats;

import org.jspecify.annotations.NullMarked;
