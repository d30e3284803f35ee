package io.tradecore.ops.venue.wire;

import io.tradecore.ops.venue.matching.CancelRequest;
import io.tradecore.ops.venue.matching.NewOrder;
import io.tradecore.ops.venue.matching.ReplaceRequest;

/** A message routed to the venue. */
public sealed interface Routed {

    /** 35=D. */
    record Order(NewOrder order) implements Routed {}

    /** 35=F. */
    record Cancel(CancelRequest cancel) implements Routed {}

    /** 35=G. */
    record Replace(ReplaceRequest replace) implements Routed {}
}
