@NullMarked
package io.tradecore.oms.pipeline.pg;

import org.jspecify.annotations.NullMarked;
