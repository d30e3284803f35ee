@NullMarked
package io.tradecore.api.json;

import org.jspecify.annotations.NullMarked;
