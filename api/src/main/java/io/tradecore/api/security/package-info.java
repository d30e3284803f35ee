@NullMarked
package io.tradecore.api.security;

import org.jspecify.annotations.NullMarked;
