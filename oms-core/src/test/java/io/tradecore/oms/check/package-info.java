/** Tables of what each check answers: how they are written and read. Plain Java, for every module's tests. */
@NullMarked
package io.tradecore.oms.check;

import org.jspecify.annotations.NullMarked;
