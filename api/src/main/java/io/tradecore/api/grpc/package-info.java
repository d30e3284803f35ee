/** Order entry over gRPC: {@code tradecore.v1.OrderEntry}, see {@code docs/grpc.md}. */
@NullMarked
package io.tradecore.api.grpc;

import org.jspecify.annotations.NullMarked;
