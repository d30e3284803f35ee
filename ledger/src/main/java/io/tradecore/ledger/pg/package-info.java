@NullMarked
package io.tradecore.ledger.pg;

import org.jspecify.annotations.NullMarked;
