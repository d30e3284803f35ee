/** What of venue reports goes into PostgreSQL besides the pipeline's own writing. */
@NullMarked
package io.tradecore.oms.execution.pg;

import org.jspecify.annotations.NullMarked;
