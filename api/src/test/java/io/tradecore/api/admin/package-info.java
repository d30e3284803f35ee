@NullMarked
package io.tradecore.api.admin;

import org.jspecify.annotations.NullMarked;
