@NullMarked
package io.tradecore.api.export;

import org.jspecify.annotations.NullMarked;
