/** The pages of docs/examples, done as they say. */
@NullMarked
package io.tradecore.api.example;

import org.jspecify.annotations.NullMarked;
