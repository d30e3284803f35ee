/** Requests to change accounts' books, and what they were answered. */
@NullMarked
package io.tradecore.oms.book;

import org.jspecify.annotations.NullMarked;
