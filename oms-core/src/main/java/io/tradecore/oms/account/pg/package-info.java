@NullMarked
package io.tradecore.oms.account.pg;

import org.jspecify.annotations.NullMarked;
