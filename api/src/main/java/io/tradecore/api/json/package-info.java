/** JSON of messages: written field by field, read strictly. */
@NullMarked
package io.tradecore.api.json;

import org.jspecify.annotations.NullMarked;
