package io.tradecore.ops.bench;

/** How gRPC is driven at its best, found once and shared by the cases that are compared. Not thread-safe. */
final class GrpcSetting {

    /** Each on a connection of its own. */
    static final int STREAMS = 2;

    private int window;

    boolean isFound() {
        return window > 0;
    }

    void found(int bestWindow) {
        window = bestWindow;
    }

    /** Orders kept unanswered over all streams. */
    int window() {
        if (!isFound()) {
            throw new IllegalStateException("nobody was warmed up");
        }
        return window;
    }
}
