package io.tradecore.ops.venue.matching;

/**
 * Names of executions and orders, never given twice: the run id is another one on each start of the venue. Not thread-safe.
 */
public final class VenueIds {

    private final String runId;
    private long executions;
    private long orders;

    public VenueIds(String runId) {
        this.runId = runId;
    }

    String nextExecId() {
        executions++;
        return runId + "-" + executions;
    }

    String nextVenueOrderId() {
        orders++;
        return runId + "-O" + orders;
    }
}
