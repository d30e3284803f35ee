/** Looking at the books from outside, as oms_admin: the invariants and the figures of a session. */
@NullMarked
package io.tradecore.ops.books;

import org.jspecify.annotations.NullMarked;
