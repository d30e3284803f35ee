/** A client of the REST API, as any other program would write one. */
@NullMarked
package io.tradecore.ops.rest;

import org.jspecify.annotations.NullMarked;
