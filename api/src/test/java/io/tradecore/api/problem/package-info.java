@NullMarked
package io.tradecore.api.problem;

import org.jspecify.annotations.NullMarked;
