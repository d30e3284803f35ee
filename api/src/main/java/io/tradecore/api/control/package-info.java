/** What keeps accounts safe by itself, and tells what waits for an operator. */
@NullMarked
package io.tradecore.api.control;

import org.jspecify.annotations.NullMarked;
