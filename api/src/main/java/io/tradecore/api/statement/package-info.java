/** Statements of venues: files in which a venue says what has happened there, read strictly. */
@NullMarked
package io.tradecore.api.statement;

import org.jspecify.annotations.NullMarked;
