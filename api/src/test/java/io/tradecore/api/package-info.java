@NullMarked
package io.tradecore.api;

import org.jspecify.annotations.NullMarked;
