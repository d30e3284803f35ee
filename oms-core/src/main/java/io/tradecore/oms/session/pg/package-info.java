/** Orders whose time is over, in PostgreSQL. */
@NullMarked
package io.tradecore.oms.session.pg;

import org.jspecify.annotations.NullMarked;
