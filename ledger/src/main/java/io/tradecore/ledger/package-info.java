@NullMarked
package io.tradecore.ledger;

import org.jspecify.annotations.NullMarked;
