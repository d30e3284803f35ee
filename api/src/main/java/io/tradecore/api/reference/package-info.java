@NullMarked
package io.tradecore.api.reference;

import org.jspecify.annotations.NullMarked;
