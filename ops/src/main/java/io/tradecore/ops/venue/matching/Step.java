package io.tradecore.ops.venue.matching;

import java.util.List;

/**
 * One indivisible change of the engine's state together with everything it says about it. What is journaled is the step, so
 * that after a crash either all of it happened or nothing.
 */
public sealed interface Step {

    /** What the venue says, in the order in which it has to be published. */
    List<Report> reports();

    /** An order was taken for the first time: acknowledged or rejected, and filled as far as the touch allowed. */
    record OrderTaken(NewOrder order, String venueOrderId, List<Report> reports) implements Step {

        public OrderTaken {
            reports = List.copyOf(reports);
        }
    }

    /** A cancel request was answered for the first time. */
    record CancelAnswered(CancelRequest cancel, List<Report> reports) implements Step {

        public CancelAnswered {
            reports = List.copyOf(reports);
        }
    }

    /** A replace request was answered for the first time, and the order filled as far as its new terms and the touch allowed. */
    record ReplaceAnswered(ReplaceRequest replace, List<Report> reports) implements Step {

        public ReplaceAnswered {
            reports = List.copyOf(reports);
        }
    }

    /** What the venue did unasked: filled resting orders by a quote, expired or suspended them, amended a trade. */
    record OrdersMoved(List<Report> reports) implements Step {

        public OrdersMoved {
            reports = List.copyOf(reports);
        }
    }
}
