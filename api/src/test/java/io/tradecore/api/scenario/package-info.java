@NullMarked
package io.tradecore.api.scenario;

import org.jspecify.annotations.NullMarked;
