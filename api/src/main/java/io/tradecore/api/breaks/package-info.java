/** Tells people and programs of breaks: what was booked because it is true, though the books should not look like that. */
@NullMarked
package io.tradecore.api.breaks;

import org.jspecify.annotations.NullMarked;
