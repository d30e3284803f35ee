@NullMarked
package io.tradecore.oms.account;

import org.jspecify.annotations.NullMarked;
