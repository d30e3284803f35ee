@NullMarked
package io.tradecore.api.statement;

import org.jspecify.annotations.NullMarked;
