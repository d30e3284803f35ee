package io.tradecore.ops.venue.matching;

import java.util.List;

/** What came of a routed message. */
public sealed interface Answer {

    /** It was new: the step has to be journaled before anything of it is published. */
    record Taken(Step step) implements Answer {}

    /** It was here before: the earlier answer again, with the same ExecIDs. Nothing has changed. */
    record Repeated(List<Report> reports) implements Answer {}

    /** A cancel or replace request whose order has not been seen; the order may still be on its way. Nothing has changed. */
    record OrderUnknown() implements Answer {}
}
