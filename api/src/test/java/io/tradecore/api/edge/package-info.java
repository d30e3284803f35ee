@NullMarked
package io.tradecore.api.edge;

import org.jspecify.annotations.NullMarked;
