@NullMarked
package io.tradecore.api.grpc;

import org.jspecify.annotations.NullMarked;
