@NullMarked
package io.tradecore.api.rest;

import org.jspecify.annotations.NullMarked;
