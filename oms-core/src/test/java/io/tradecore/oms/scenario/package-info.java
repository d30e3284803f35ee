/** The scenario tables: how they are written, read and played. Plain Java, for every module's tests. */
@NullMarked
package io.tradecore.oms.scenario;

import org.jspecify.annotations.NullMarked;
