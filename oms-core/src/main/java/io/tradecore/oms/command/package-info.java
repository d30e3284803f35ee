@NullMarked
package io.tradecore.oms.command;

import org.jspecify.annotations.NullMarked;
