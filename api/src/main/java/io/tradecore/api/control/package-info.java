/** What keeps an account safe by itself. */
@NullMarked
package io.tradecore.api.control;

import org.jspecify.annotations.NullMarked;
