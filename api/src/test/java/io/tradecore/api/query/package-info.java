@NullMarked
package io.tradecore.api.query;

import org.jspecify.annotations.NullMarked;
