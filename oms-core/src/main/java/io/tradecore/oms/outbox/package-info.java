@NullMarked
package io.tradecore.oms.outbox;

import org.jspecify.annotations.NullMarked;
