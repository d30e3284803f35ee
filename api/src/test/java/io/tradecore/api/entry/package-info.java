@NullMarked
package io.tradecore.api.entry;

import org.jspecify.annotations.NullMarked;
