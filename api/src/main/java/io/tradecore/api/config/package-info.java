@NullMarked
package io.tradecore.api.config;

import org.jspecify.annotations.NullMarked;
