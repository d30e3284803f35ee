@NullMarked
package io.tradecore.api.sql;

import org.jspecify.annotations.NullMarked;
