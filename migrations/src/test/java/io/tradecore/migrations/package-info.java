@NullMarked
package io.tradecore.migrations;

import org.jspecify.annotations.NullMarked;
