@NullMarked
package io.tradecore.servers;

import org.jspecify.annotations.NullMarked;
