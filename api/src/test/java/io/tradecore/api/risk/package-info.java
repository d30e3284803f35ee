@NullMarked
package io.tradecore.api.risk;

import org.jspecify.annotations.NullMarked;
