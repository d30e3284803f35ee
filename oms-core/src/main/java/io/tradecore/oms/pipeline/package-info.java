@NullMarked
package io.tradecore.oms.pipeline;

import org.jspecify.annotations.NullMarked;
