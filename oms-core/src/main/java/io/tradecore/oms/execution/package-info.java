@NullMarked
package io.tradecore.oms.execution;

import org.jspecify.annotations.NullMarked;
